import { expect, test } from 'vitest';
import { expand } from '../expand.ts';
import { directiveRows } from './directive-rows.ts';

const source = `
  schema { query: Root mutation: Mutation }
  type Root {
    open: Thing
    admin: Thing @aws_auth(cognito_groups: ["Admin"])
    any: [Thing] @aws_cognito_user_pools(cognito_groups: ["A", "B"]) @aws_api_key
  }
  type Mutation @aws_iam { run: Int own: Int @aws_lambda }
  type Thing @aws_api_key @aws_cognito_user_pools { id: ID secret: Int @aws_iam }
  interface Node @aws_iam { id: ID }
`;

test('say of each field of a plain schema in which modes and groups it may be reached', () => {
  expect(directiveRows(expand(source)).map((row) => Object.values(row))).toEqual([
    ['Root', 'open', ['userPools'], null],
    ['Root', 'admin', ['userPools'], ['Admin']],
    ['Root', 'any', ['apiKey', 'userPools'], ['A', 'B']],
    ['Mutation', 'run', ['iam'], null],
    ['Mutation', 'own', ['lambda'], null],
    ['Thing', 'id', ['apiKey', 'userPools'], null],
    ['Thing', 'secret', ['iam'], null],
  ]);
});

test('leave to the default mode of the API what has no directive', () => {
  const [open] = directiveRows(expand(source, { authModes: { default: 'apiKey' } }));
  expect(open).toEqual({ type: 'Root', field: 'open', modes: ['apiKey'], groups: null });
});

test('are in the expanded schema as they were written', () => {
  const { sdl } = expand(source);
  expect(sdl).toContain('admin: Thing @aws_auth(cognito_groups: ["Admin"])');
  expect(sdl).toContain('type Thing @aws_api_key @aws_cognito_user_pools {');
  expect(sdl).toContain('schema {\n  query: Root\n  mutation: Mutation\n}');
});
