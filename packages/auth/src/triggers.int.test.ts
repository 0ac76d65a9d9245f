import { expand } from '@postern/schema';
import { startLocal } from '@postern/local/test-kit';
import { expect, test } from 'vitest';
import { explain, userPoolSource } from './index.ts';

const schema = 'type Bill @model @auth(rules: [{ allow: owner, identityClaim: "tenant" }]) { id: ID! }';

test('a trigger that refuses is an error of its own, with what it said', async () => {
  await using local = await startLocal({ schema });
  const { username, password } = await local.asUser();
  await using closed = await startLocal({
    schema,
    users: [{ username, password }],
    triggers: {
      preAuthentication: () => {
        throw new Error('Closed for the night');
      },
    },
  });
  const { region, userPoolId, clients, cognitoEndpoint: endpoint } = closed;
  const source = userPoolSource({ region, userPoolId, ...clients.public, endpoint, username, password });
  await expect(source.tokens()).rejects.toMatchObject({
    code: 'trigger',
    message: `A trigger of the user pool refused ${username}: PreAuthentication failed with error Closed for the night.`,
  });
});

test('a claim that a trigger adds to access tokens is no longer missing', async () => {
  await using local = await startLocal({
    schema,
    triggers: {
      preTokenGeneration: {
        version: 'V2_0',
        handler: (event) => {
          const accessTokenGeneration = { claimsToAddOrOverride: { tenant: 'north' } };
          event.response.claimsAndScopeOverrideDetails = { accessTokenGeneration };
          return event;
        },
      },
    },
  });
  const { username, password } = await local.asUser();
  const { region, userPoolId, clients, cognitoEndpoint: endpoint } = local;
  const source = userPoolSource({ region, userPoolId, ...clients.public, endpoint, username, password });
  const { accessToken, idToken } = await source.tokens();
  const { access } = expand(schema);
  expect(explain(accessToken, access).missing).toEqual([]);
  expect(explain(idToken, access).missing).toMatchObject([{ claim: 'tenant', neededBy: ['Bill'] }]);
});
