import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { parseVariables, type Variables } from './parse-variables.ts';

const schema = buildSchema(`
  scalar AWSJSON
  enum Status { PENDING DONE }
  input Range { eq: String between: [Int] }
  input ItemInput { id: ID! name: String status: Status metadata: AWSJSON processed: Boolean range: Range tags: [String!] }
  type Query { ok(ratio: Float): Boolean }
`);
const text = `query Find($id: ID!, $input: ItemInput, $ids: [ID!], $limit: Int! = 10, $ratio: Float) { ok }`;
const parse = (flags: [string, string][], base: Variables = {}): Variables =>
  parseVariables({ name: 'Find', text }, schema, base, flags);

describe('values', () => {
  test.each<[[string, string][], Variables]>([
    [[['id', '7']], { id: '7' }],
    [
      [
        ['limit', '5'],
        ['ratio', '1e-2'],
      ],
      { limit: 5, ratio: 0.01 },
    ],
    [
      [
        ['input.id', '1'],
        ['input.processed', 'true'],
      ],
      { input: { id: '1', processed: true } },
    ],
    [
      [
        ['input', '{"id":"1"}'],
        ['input.name', 'a'],
      ],
      { input: { id: '1', name: 'a' } },
    ],
    [
      [
        ['input.id', '1'],
        ['input.range.eq', 'x'],
      ],
      { input: { id: '1', range: { eq: 'x' } } },
    ],
    [
      [
        ['input.id', '1'],
        ['input.metadata', '{"a":1}'],
      ],
      { input: { id: '1', metadata: '{"a":1}' } },
    ],
    [
      [
        ['ids', '1'],
        ['ids', '2'],
      ],
      { ids: ['1', '2'] },
    ],
    [[['ids', '["1","2"]']], { ids: ['1', '2'] }],
    [
      [
        ['input.id', '1'],
        ['input.range.between', '[1,2]'],
      ],
      { input: { id: '1', range: { between: [1, 2] } } },
    ],
  ])('%j become %j', (flags, expected) => {
    const given = flags.some(([name]) => name === 'id') ? flags : [['id', '0'] as [string, string], ...flags];
    expect(parse(given)).toEqual({ id: '0', ...expected });
  });

  test('of flags stand above those of the file', () => {
    expect(parse([['id', '2']], { id: '1', limit: 3 })).toEqual({ id: '2', limit: 3 });
  });
});

describe('refuses, naming the flag,', () => {
  test.each<[string, [string, string][], string]>([
    ['a missing variable', [], 'Find needs --id (ID!).'],
    ['an unknown variable', [['idd', '1']], 'Find has no variable "idd". Did you mean --id?'],
    ['one unlike any', [['zzzzzzz', '1']], 'It takes --id, --input, --ids, --limit, --ratio.'],
    [
      'an unknown field',
      [['input.nmae', 'x']],
      '--input.nmae: ItemInput has no field "nmae". Did you mean name?',
    ],
    ['a field of a scalar', [['id.x', '1']], '--id.x: ID has no fields.'],
    ['a bad number', [['limit', 'ten']], '--limit is a whole number, not "ten".'],
    [
      'a number too large',
      [
        ['id', '1'],
        ['limit', '99999999999'],
      ],
      '--limit: Int cannot represent non 32-bit',
    ],
    ['a bad enum value', [['input.status', 'DONNE']], 'PENDING, DONE, not "DONNE". Did you mean DONE?'],
    ['a bad boolean', [['input.processed', 'yes']], '--input.processed is true or false, not "yes".'],
    ['AWSJSON that is none', [['input.metadata', '{a}']], '--input.metadata (AWSJSON) has to be JSON'],
    ['an input that is no JSON', [['input', 'x']], '--input (ItemInput) has to be JSON'],
    [
      'an input without a required field',
      [
        ['id', '1'],
        ['input.name', 'x'],
      ],
      '--input: Field "id" of required type',
    ],
  ])('%s', (_what, flags, message) => {
    expect(() => parse(flags)).toThrow(message);
  });

  test('an unknown variable or field of the file', () => {
    expect(() => parse([], { id: '1', lmit: 1 })).toThrow(
      'Find has no variable "lmit". Did you mean --limit?',
    );
    expect(() => parse([], { id: '1', input: { id: '1', nam: 'x' } })).toThrow(
      '--input: Field "nam" is not defined',
    );
  });
});
