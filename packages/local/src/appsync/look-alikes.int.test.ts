import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLocal, type TestBackend, type TestIdentity } from '../test-kit.ts';

const schema = /* GraphQL */ `
  type Plan @model @auth(rules: [{ allow: groups, groups: ["Admin", "Équipe"] }]) {
    id: ID!
  }
  type Team @model @auth(rules: [{ allow: groups, groupsField: "team" }]) {
    id: ID!
    team: String
  }
  type Crew @model @auth(rules: [{ allow: groups, groupsField: "teams" }]) {
    id: ID!
    teams: [String]
  }
  type Claimed
    @model
    @auth(
      rules: [
        { allow: owner, identityClaim: "constructor" }
        { allow: groups, groups: ["Admin"], groupClaim: "__proto__" }
        { allow: groups, groupsField: "team", groupClaim: "toString" }
      ]
    ) {
    id: ID!
    owner: String
    team: String
  }
  type Tagged
    @model
    @auth(
      rules: [
        { allow: groups, groups: ["Admin"], provider: oidc, groupClaim: "roles" }
        { allow: groups, groupsField: "team", groupClaim: "roles", provider: oidc }
      ]
    ) {
    id: ID!
    team: String
  }
`;
let local: TestBackend;
beforeAll(async () => {
  local = await startLocal({ schema });
  local.seed('Team', [{ id: '1', team: 'Admin' }, { id: '2', team: '__proto__' }, { id: '3' }]);
  local.seed('Crew', [
    { id: '1', teams: ['Admin', 'Équipe'] },
    { id: '2', teams: [] },
  ]);
  local.seed('Claimed', [{ id: '1', owner: 'function Object() { [native code] }', team: 'x' }]);
  local.seed('Tagged', [{ id: '1', team: 'red' }]);
});
afterAll(() => local.close());

const count = async (somebody: TestIdentity, field: string): Promise<number | string> => {
  const { data, errors } = await somebody.ask(`{ ${field} { items { id } } }`);
  const page = (data as Record<string, { items: unknown[] } | null>)[field];
  return page ? page.items.length : String(errors[0]?.errorType);
};

describe('a group whose name looks like another is another', () => {
  test('the groups themselves see what is theirs', async () => {
    const admin = await local.asUser({ groups: ['Admin'] });
    expect([
      await count(admin, 'listPlans'),
      await count(admin, 'listTeams'),
      await count(admin, 'listCrews'),
    ]).toEqual([0, 1, 1]);
  });

  test.each([
    ...['admin', 'ADMIN', 'aDMIN', 'Admins', 'Admi', 'Adm', 'A'],
    ...['Admin ', ' Admin', 'Admin\t', 'Admin\n', 'Admin\u00a0', 'Admin\u200b', '\ufeffAdmin', 'Admin\u0000'],
    // Cyrillic, full width, combining marks, Turkish and mathematical letters.
    ...['\u0410dmin', '\uff21dmin', 'Admi\u0301n', 'Adm\u0131n', '\u{1d5d4}dmin', 'E\u0301quipe'],
    ...[
      'Admin,Équipe',
      'Admin;',
      '["Admin"]',
      '[Admin]',
      '"Admin"',
      'Admin\\',
      'cognito:groups',
      '*',
      '%',
      '.*',
    ],
    ...['__proto__', 'constructor', 'prototype', 'toString', 'null', 'undefined', 'true'],
  ])('%j', async (name) => {
    const somebody = await local.asUser({ groups: [name] });
    expect(await count(somebody, 'listPlans')).toBe('Unauthorized');
    expect(await count(somebody, 'listTeams')).toBe(name === '__proto__' ? 1 : 0);
    expect(await count(somebody, 'listCrews')).toBe(0);
  });

  test('no group at all is none of them', async () => {
    const somebody = await local.asUser();
    expect([await count(somebody, 'listPlans'), await count(somebody, 'listTeams')]).toEqual([
      'Unauthorized',
      'Unauthorized',
    ]);
  });
});

test('claims that every object of JavaScript seems to have are claims that nobody has', async () => {
  const somebody = await local.asUser({ groups: ['Admin'] });
  expect(await count(somebody, 'listClaimeds')).toBe('Unauthorized');
  const { errors } = await somebody.ask('mutation { createClaimed(input: {}) { id owner } }');
  expect(errors).toMatchObject([{ errorType: 'Unauthorized' }]);
});

describe('groups in a claim that is a text', () => {
  const as = (roles: unknown) => local.asOidc({ claims: { roles } });

  test.each([
    'admin',
    'Adm,in',
    'ADMIN,red ',
    '',
    0,
    true,
    null,
    { Admin: true },
    { 0: 'Admin' },
    [['Admin']],
    [{ Admin: 1 }],
  ])('do not include Admin in %j', async (roles) => {
    expect([0, 'Unauthorized']).toContain(await count(await as(roles), 'listTaggeds'));
  });

  test('are searched for the name of a static rule, and are one name or a JSON list for a dynamic one, as on AWS', async () => {
    // The resolvers of AWS ask Java's text whether it contains the name.
    for (const roles of ['Admin', 'Admin,red', 'SuperAdmins'])
      expect(await count(await as(roles), 'listTaggeds')).toBe(1);
    for (const roles of ['red', '["red"]', '["blue", "red"]'])
      expect(await count(await as(roles), 'listTaggeds')).toBe(1);
    for (const roles of ['red,blue', 'red ', '[red]', '{"0":"red"}'])
      expect(await count(await as(roles), 'listTaggeds')).toBe(0);
  });
});
