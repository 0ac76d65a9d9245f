import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeUser } from './test-support/administer.ts';
import { rpc, type Answer } from './test-support/rpc.ts';
import { startSrp, timestamp } from './test-support/srp-client.ts';
import { newPassword, secretHash, startTestPool, type TestPool } from './test-support/test-pool.ts';

// One proof, taken apart: what an attacker would change of it.
let pool: TestPool;
let user: { username: string; password: string };
beforeAll(async () => {
  pool = await startTestPool();
  user = await makeUser(pool);
});
afterAll(() => pool.close());

interface Changes {
  readonly clientId?: string;
  readonly username?: string;
  readonly timestamp?: string;
  readonly secretBlock?: string;
  readonly hash?: { SECRET_HASH?: string };
}

const poolName = () => pool.cognito.pool.store.poolName;

// The answer to a challenge that the client put, signed as the library signs; `changes` are made after signing.
async function makeProof(
  changes: Changes = {},
  as = user,
  clientId = pool.open.id,
  hash = {},
): Promise<object> {
  const srp = await startSrp(poolName());
  const begun = await rpc(pool, 'InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME: as.username, SRP_A: srp.publicKey, ...hash },
  });
  const challenge = begun.body.ChallengeParameters as Record<string, string>;
  const { USER_ID_FOR_SRP: name = '', SALT = '', SRP_B = '', SECRET_BLOCK = '' } = challenge;
  const key = await srp.key(name, as.password, SRP_B, SALT);
  const at = changes.timestamp ?? timestamp();
  const claim = createHmac('sha256', key)
    .update(poolName())
    .update(name)
    .update(Buffer.from(SECRET_BLOCK, 'base64'))
    .update(at);
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ClientId: changes.clientId ?? clientId,
    ChallengeResponses: {
      USERNAME: changes.username ?? name,
      PASSWORD_CLAIM_SECRET_BLOCK: changes.secretBlock ?? SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: claim.digest('base64'),
      TIMESTAMP: at,
      ...(changes.hash ?? hash),
    },
  };
}
const prove = (proof: object): Promise<Answer> => rpc(pool, 'RespondToAuthChallenge', proof);
const wrong = { status: 400, type: 'NotAuthorizedException', message: 'Incorrect username or password.' };

test('takes a proof once', async () => {
  const proof = await makeProof();
  expect((await prove(proof)).body.AuthenticationResult).toBeDefined();
  expect(await prove(proof)).toMatchObject(wrong);
});

test('refuses a proof by another password', async () => {
  expect(await prove(await makeProof({}, { ...user, password: newPassword() }))).toMatchObject(wrong);
});

test('refuses a proof for another user, or to another app client', async () => {
  const { username } = await makeUser(pool);
  expect(await prove(await makeProof({ username }))).toMatchObject(wrong);
  const { store } = pool.cognito.pool;
  const { id } = store.addClient({ name: 'second', flows: ['ALLOW_USER_SRP_AUTH'] });
  expect(await prove(await makeProof({ clientId: id }))).toMatchObject(wrong);
});

test('refuses a secret block that is made up, or of another exchange', async () => {
  expect(
    await prove(await makeProof({ secretBlock: Buffer.from('made up').toString('base64') })),
  ).toMatchObject(wrong);
  const other = (await makeProof()) as { ChallengeResponses: Record<string, string> };
  const secretBlock = other.ChallengeResponses.PASSWORD_CLAIM_SECRET_BLOCK ?? '';
  expect(secretBlock).not.toBe('');
  expect(await prove(await makeProof({ secretBlock }))).toMatchObject(wrong);
});

test('refuses a proof that comes after three minutes', async () => {
  const proof = await makeProof();
  pool.advance(3 * 60_000);
  expect(await prove(proof)).toMatchObject(wrong);
  pool.advance(-3 * 60_000);
});

test('refuses a timestamp that is stale or not written as AWS wants it', async () => {
  expect(await prove(await makeProof({ timestamp: 'Sat Jan 1 00:00:00 UTC 2022' }))).toMatchObject(wrong);
  expect(await prove(await makeProof({ timestamp: new Date().toISOString() }))).toMatchObject({
    type: 'InvalidParameterException',
    message: 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
  });
});

test('holds a confidential client to its secret at both steps', async () => {
  const { id } = pool.secret;
  const hash = { SECRET_HASH: secretHash(user.username, pool.secret) };
  expect((await prove(await makeProof({}, user, id, hash))).status).toBe(200);
  expect(await prove(await makeProof({ hash: {} }, user, id, hash))).toMatchObject({
    message: `Client ${id} is configured with secret but SECRET_HASH was not received`,
  });
});

test.each(['0', '00', 'not hexadecimal', ''])('refuses SRP_A "%s"', async (SRP_A) => {
  const given = await rpc(pool, 'InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH',
    ClientId: pool.open.id,
    AuthParameters: { USERNAME: user.username, SRP_A },
  });
  expect(given).toMatchObject({ status: 400, type: 'InvalidParameterException' });
});

test('refuses SRP_A that is a multiple of the group, which would make the key known', async () => {
  const { N } = new (
    (await import('amazon-cognito-identity-js')) as unknown as {
      AuthenticationHelper: new (name: string) => { N: { toString(radix: number): string } };
    }
  ).AuthenticationHelper('x');
  const given = await rpc(pool, 'InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH',
    ClientId: pool.open.id,
    AuthParameters: { USERNAME: user.username, SRP_A: N.toString(16) },
  });
  expect(given).toMatchObject({ status: 400, type: 'InvalidParameterException' });
});
