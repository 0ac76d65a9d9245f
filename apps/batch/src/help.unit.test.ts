import { expect, test } from 'vitest';
import { parseRunFlags, parseStartFlags } from './flags.ts';
import { help } from './help.ts';
import { settingFlags } from './parse-words.ts';
import { parseEnqueueFlags, parseFollowFlags, parseWorkFlags } from './queue/queue-flags.ts';

const queue = { BATCH_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/items' };
const parsers: Readonly<Record<string, (words: readonly string[]) => unknown>> = {
  start: parseStartFlags,
  run: parseRunFlags,
  enqueue: (words) => parseEnqueueFlags(words, queue),
  work: (words) => parseWorkFlags(words, queue),
  follow: (words) => parseFollowFlags(words, queue),
};

// A flag that a command does not have is told from a value that is wrong.
function takes(command: string, flag: string): boolean {
  try {
    parsers[command]?.([`${flag}=1`]);
    return true;
  } catch (error) {
    return !String(error).includes('Unknown option');
  }
}

const flagsOf = (text: string): string[] => [...new Set(text.match(/--[a-z-]+(?= )/g))];
const part = (title: string): string => help.split(`\n${title}\n`)[1]?.split('\n\n')[0] ?? '';

test.each([
  ['start and run', ['start', 'run']],
  ['start', ['start']],
  ['run', ['run']],
  ['The account, for all but start', ['run', 'enqueue', 'work', 'follow']],
])('every flag that the help has under "%s" is taken there', (title, commands) => {
  const flags = flagsOf(part(title));
  expect(flags.length).toBeGreaterThan(1);
  for (const command of commands) {
    expect(
      flags.filter((flag) => !takes(command, flag)),
      command,
    ).toEqual([]);
  }
});

test('flags of the queue are taken by the commands that the help names, and by no others', () => {
  const rows = part('enqueue, work and follow').split(/\n {2}(?=--)/);
  for (const row of rows.filter((text) => /\((?:work|enqueue|follow)/.test(text))) {
    const flag = row.trim().split(' ')[0] ?? '';
    const named = [...(/\(([a-z, ]+)/.exec(row)?.[1] ?? '').matchAll(/work|enqueue|follow/g)].map(String);
    for (const command of ['enqueue', 'work', 'follow']) {
      expect(takes(command, flag), `${command} ${flag}`).toBe(named.includes(command));
    }
  }
});

test('the help has every flag of the account, and flags that nobody would heed are refused', () => {
  for (const flag of Object.keys(settingFlags)) expect(help).toContain(`  --${flag} `);
  for (const flag of ['--profile', '--log-level', '--api-key-file']) expect(takes('run', flag)).toBe(false);
});
