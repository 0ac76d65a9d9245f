import { expect, test } from 'vitest';
import { minimumIdentities } from './minimum-identities.ts';

const nobody = { guest: 'deny', iam: 'deny', apiKey: 'deny', oidc: 'deny', lambda: 'deny' } as const;

test('names each group that may more than any signed-in user', () => {
  const groups = { Admin: 'allow', Editor: 'depends', Viewer: 'deny' } as const;
  expect(minimumIdentities({ ...nobody, groups, user: 'deny', owner: 'deny' })).toEqual({
    allow: ['group:Admin'],
    depends: ['group:Editor'],
  });
});

test('leaves groups out where no group is needed', () => {
  const groups = { Admin: 'allow', Viewer: 'depends' } as const;
  const access = { ...nobody, groups, apiKey: 'allow', iam: 'allow' } as const;
  expect(minimumIdentities({ ...access, user: 'depends', owner: 'depends' })).toEqual({
    allow: ['group:Admin', 'iam', 'api-key'],
    depends: ['user'],
  });
});
