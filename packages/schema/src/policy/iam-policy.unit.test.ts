import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { QuestionError } from '../errors.ts';
import { expand } from '../expand.ts';
import { grammarProblems } from '../test-support/iam-grammar.ts';
import { iamPolicy, policySize, type PolicyRequest } from './iam-policy.ts';
import { iamResources } from './iam-resources.ts';

const expanded = expand(`
  type Item @model @auth(rules: [{ allow: owner }]) { id: ID! name: String parts: [Part] @hasMany }
  type Part @model @auth(rules: [{ allow: owner }]) { id: ID! }
`);
const place = {
  region: 'eu-central-1',
  account: '123456789012',
  apiId: 'abc123',
  userPoolId: 'eu-central-1_Pool1',
};
const list = parse(
  'query L { all: listItems { items { ...F } } ...R } fragment F on Item { parts { items { id } } } fragment R on Query { __typename getPart(id: 1) { id } }',
);
const update = parse('mutation U { updateItem(input: { id: 1 }) { id } }');
const hear = parse('subscription S { onCreateItem { id } }');
const policyFor = (request: Partial<PolicyRequest>) =>
  iamPolicy(expanded, { operations: [], place, ...request });

describe('the resources of an operation', () => {
  test('are its root fields by their names, those of fragments included', () => {
    expect(iamResources(expanded, list)).toEqual([
      'types/Query/fields/getPart',
      'types/Query/fields/listItems',
    ]);
    expect(iamResources(expanded, hear)).toEqual(['types/Subscription/fields/onCreateItem']);
  });
});

describe('the policy', () => {
  test('allows GraphQL on exactly the fields that the operations call', () => {
    expect(policyFor({ operations: [update, list, update] })).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'CallOperations',
          Effect: 'Allow',
          Action: 'appsync:GraphQL',
          Resource: [
            'arn:aws:appsync:eu-central-1:123456789012:apis/abc123/types/Mutation/fields/updateItem',
            'arn:aws:appsync:eu-central-1:123456789012:apis/abc123/types/Query/fields/getPart',
            'arn:aws:appsync:eu-central-1:123456789012:apis/abc123/types/Query/fields/listItems',
          ],
        },
      ],
    });
  });
  test('lets an administrator sign users in, in the one pool', () => {
    expect(policyFor({ signIn: 'admin' }).Statement).toEqual([
      {
        Sid: 'SignInAsAdmin',
        Effect: 'Allow',
        Action: ['cognito-idp:AdminInitiateAuth', 'cognito-idp:AdminRespondToAuthChallenge'],
        Resource: 'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_Pool1',
      },
    ]);
  });
  test('has nothing for signing in as a user, since Cognito asks no policy then', () => {
    expect(policyFor({ operations: [update], signIn: 'user' })).toEqual(policyFor({ operations: [update] }));
    expect(() => policyFor({ signIn: 'user' })).toThrow('There is nothing to allow');
  });
  test('knows the partition of a region', () => {
    const [statement] = policyFor({
      operations: [update],
      place: { ...place, region: 'cn-north-1' },
    }).Statement;
    expect(statement?.Resource).toEqual([expect.stringMatching(/^arn:aws-cn:appsync:cn-north-1:/)]);
  });
  test.each([
    [{ region: 'Europe' }, '"Europe" is no region; one is like eu-central-1.'],
    [{ account: '1' }, '"1" is no account; one is like 123456789012.'],
    [{ apiId: 'a/*' }, '"a/*" is no apiId; one is like abcdefghijklmnopqrstuvwxyz.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => policyFor({ operations: [update], place: { ...place, ...wrong } })).toThrow(
      new QuestionError('invalid-place', message),
    );
  });
});

describe("IAM's grammar", () => {
  test.each<Partial<PolicyRequest>>([
    { operations: [list, update, hear] },
    { operations: [list, update, hear], place: {} },
    { operations: [update], signIn: 'admin' },
    { operations: [update], signIn: 'user' },
    { signIn: 'admin', place: { ...place, region: 'us-gov-west-1' } },
  ])('takes the policy for %j', (request) => {
    const policy = policyFor(request);
    expect(grammarProblems(JSON.parse(JSON.stringify(policy)))).toEqual([]);
    expect(policySize(policy)).toBeGreaterThan(0);
  });
  test('is checked in earnest', () => {
    const wrong = {
      Version: '2012',
      Statement: [
        { Sid: 'a b', Effect: 'allow', Action: [], Resource: 'arn:aws:appsync' },
        { Sid: 'x', Effect: 'Allow', Action: 'GraphQL', NotAction: '*' },
      ],
      Statements: [],
    };
    expect(grammarProblems(wrong)).toHaveLength(9);
  });
});
