import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { defineCommand, type CommandDefinition } from './command.ts';
import { parseFlags } from './parse-flags.ts';

const flags = {
  port: { type: 'string', value: 'PORT', description: 'A port' },
  json: { type: 'boolean', short: 'j', description: 'JSON' },
} as const;
const command = (more: Partial<CommandDefinition<typeof flags>> = {}) =>
  defineCommand({ flags, run: () => Promise.resolve(0), ...more });
const parse = (words: readonly string[], more?: Partial<CommandDefinition<typeof flags>>) =>
  parseFlags(command(more), words);

describe('flags', () => {
  test('reads values behind a space, behind an equals sign, and short flags', () => {
    expect(parse(['--port', '1', '-j']).flags).toEqual({ port: '1', json: true });
    expect(parse(['--port=-1']).flags).toEqual({ port: '-1' });
  });

  test('collects the values of a flag that may be repeated', () => {
    const repeatable = { as: { type: 'string', description: 'Who', repeatable: true } } as const;
    const words = ['--as', 'a', '--as=b'];
    const taking = defineCommand({ flags: repeatable, run: () => Promise.resolve(0) });
    expect(parseFlags(taking, words).flags).toEqual({ as: ['a', 'b'] });
  });

  test.each([
    [['--prot', '1'], 'Unknown flag --prot. Did you mean --port?'],
    [['--no-json'], 'Unknown flag --no-json.'],
    [['-x'], 'Unknown flag -x.'],
    [['--port'], '--port takes a value: --port PORT.'],
    [['--port', '--json'], '--port takes a value: --port PORT.'],
    [['--json=yes'], '--json takes no value.'],
    [['--port', '1', '--port', '2'], '--port is given twice.'],
    [['stray'], '"stray" is one argument too many.'],
  ])('refuses %j', (words, message) => {
    expect(() => parse(words)).toThrow(new UsageError(message));
  });

  test('refuses a flag that a command does not declare even when it looks like a property of every object', () => {
    expect(() => parse(['--constructor'])).toThrow('Unknown flag --constructor.');
  });
});

describe('arguments', () => {
  test('names the one that is missing', () => {
    expect(() => parse([], { args: [{ name: 'FILE' }] })).toThrow(new UsageError('FILE is missing.'));
  });

  test('takes what stands behind -- as arguments', () => {
    expect(parse(['--', '--port'], { args: [{ name: 'FILE' }] }).args).toEqual(['--port']);
  });

  test('takes any number where the last may be repeated', () => {
    expect(parse(['a', 'b', 'c'], { args: [{ name: 'FILE', repeatable: true }] }).args).toHaveLength(3);
  });
});

describe('flags of a command that takes others', () => {
  const otherFlags = { usage: '--VARIABLE VALUE', description: 'A variable' };

  test('are kept in order, each with its value', () => {
    const { flags: own, others } = parse(['--input.name', 'a b', '--json', '--ids=1', '--ids', '2'], {
      otherFlags,
    });
    expect(own).toEqual({ json: true });
    expect(others).toEqual([
      ['input.name', 'a b'],
      ['ids', '1'],
      ['ids', '2'],
    ]);
  });

  test('need a value', () => {
    expect(() => parse(['--id'], { otherFlags })).toThrow(new UsageError('--id takes a value.'));
  });
});
