import { expect, test } from 'vitest';
import { ensureAwsCli } from './aws-cli.ts';
import { ensureBrowser } from './browser.ts';
import type { Machine } from './machine.ts';

interface Setting {
  programs?: string[];
  isRoot?: boolean;
  mayBecomeRoot?: boolean;
  /** What `apt-cache policy` knows before `apt-get update`. */
  known?: boolean;
  /** Outcomes of `apt-get install`, one after the other. */
  installs?: (true | string)[];
  brings?: string;
  broken?: string[];
}

function makeMachine(setting: Setting): Machine & { said: string[]; ran: string[] } {
  const programs = new Set(setting.programs ?? ['apt-get']);
  const installs = [...(setting.installs ?? [true])];
  const said: string[] = [];
  const ran: string[] = [];
  const answer = (command: string): { ok: boolean; output: string } => {
    if (command === 'sudo -n true') return { ok: setting.mayBecomeRoot ?? false, output: '' };
    if (command.startsWith('apt-cache')) {
      return { ok: true, output: setting.known ? 'Candidate: 1.0' : 'Candidate: (none)' };
    }
    if (command.includes('apt-get install')) {
      const outcome = installs.shift() ?? 'nothing left';
      if (outcome === true) programs.add(setting.brings ?? 'chromium');
      return { ok: outcome === true, output: outcome === true ? '' : `Reading…\nE: ${outcome}\n` };
    }
    return { ok: !setting.broken?.some((name) => command.includes(name)), output: '' };
  };
  return {
    said,
    ran,
    isRoot: setting.isRoot ?? true,
    find: (program) => (programs.has(program) ? `/usr/bin/${program}` : undefined),
    run: (program, args) => {
      const command = [program, ...args].join(' ');
      ran.push(command.replace('env DEBIAN_FRONTEND=noninteractive LC_ALL=C ', ''));
      return answer(command);
    },
    say: (line) => void said.push(line),
  };
}

test('a browser that is there is used, and nothing is said or run', () => {
  const machine = makeMachine({ programs: ['google-chrome'] });
  expect(ensureBrowser(machine, undefined)).toBe('/usr/bin/google-chrome');
  expect([...machine.said, ...machine.ran]).toEqual([]);
});

test('the browser that CHROMIUM_PATH names comes first', () => {
  const machine = makeMachine({ programs: ['chromium', 'mine'] });
  expect(ensureBrowser(machine, 'mine')).toBe('/usr/bin/mine');
});

test('root gets a missing browser from apt, whose lists are brought up to date only where it is unknown', () => {
  const fresh = makeMachine({ known: false });
  expect(ensureBrowser(fresh, undefined)).toBe('/usr/bin/chromium');
  expect(
    fresh.ran.filter((command) => command.startsWith('apt-get')).map((line) => line.split(' ')[1]),
  ).toEqual(['update', 'install']);
  expect(fresh.said).toEqual([
    'Installing Chromium for the browser tests (apt-get install chromium) …',
    'Installed Chromium: /usr/bin/chromium',
  ]);
  const known = makeMachine({ known: true });
  ensureBrowser(known, undefined);
  expect(known.ran.some((command) => command.includes('update'))).toBe(false);
});

test('stale lists are renewed once and the installation is tried again', () => {
  const machine = makeMachine({ known: true, installs: ['404 Not Found', true] });
  expect(ensureBrowser(machine, undefined)).toBe('/usr/bin/chromium');
});

test('a user who may become root without a password gets it through sudo', () => {
  const machine = makeMachine({ isRoot: false, mayBecomeRoot: true });
  expect(ensureBrowser(machine, undefined)).toBe('/usr/bin/chromium');
  expect(machine.ran.at(-1)).toMatch(/^sudo -n apt-get install .* chromium$/);
});

test.for<[string, Setting]>([
  ['that needs root', { isRoot: false }],
  ['there is no apt on this machine', { programs: [] }],
  ['Unable to fetch some archives', { installs: ['Unable to fetch some archives'] }],
])('where it cannot be installed, one line says why and what to do: %s', ([why, setting]) => {
  const machine = makeMachine(setting);
  expect(ensureBrowser(machine, undefined)).toBeUndefined();
  expect(machine.said.at(-1)).toBe(
    `Chromium is missing and could not be installed: ${why}. Install Chromium or Chrome, or name one in CHROMIUM_PATH. Until then the browser tests are skipped.`,
  );
});

test('an aws command that does not run counts as missing', () => {
  const machine = makeMachine({ programs: ['aws'], broken: ['aws --version'] });
  expect(ensureAwsCli(machine)).toBeUndefined();
  expect(machine.said.at(-1)).toContain('there is no apt on this machine');
});

test('the AWS CLI comes from the awscli package', () => {
  const machine = makeMachine({ brings: 'aws' });
  expect(ensureAwsCli(machine)).toBe('/usr/bin/aws');
  expect(machine.ran.some((command) => command.endsWith(' awscli'))).toBe(true);
});
