import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeUser, sdk } from './test-support/administer.ts';
import { rpc } from './test-support/rpc.ts';
import { startTestPool, type TestPool } from './test-support/test-pool.ts';

// Whoever holds every session of somebody's sign-in, and lacks password and codes, gets in by no answer.
let pool: TestPool;
let username: string;
let clientId: string;
let sessions: string[];
beforeAll(async () => {
  pool = await startTestPool();
  const { store } = pool.cognito.pool;
  store.changeSettings({
    ...{ mfa: 'OPTIONAL', secondFactors: ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] },
    ...{
      firstFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'],
      devices: { replacesSecondFactor: true, onlyOnPrompt: false },
    },
  });
  const flows = [
    'ALLOW_USER_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_CUSTOM_AUTH',
  ] as const;
  clientId = store.addClient({ name: 'fuzzed', flows }).id;
  ({ username } = await makeUser(pool));
});
afterAll(() => pool.close());

// One of each kind that there is, opened where they are kept.
function openAll(): string[] {
  const { sessions: open } = pool.cognito.pool;
  const who = { clientId, username, tries: 0 };
  const deviceKey = 'eu-central-1_00000000-0000-4000-8000-000000000000';
  const code = 'not to be guessed';
  const keys = { secret: 5n, publicKey: 'abcdef' };
  return [
    open.open({ ...who, name: 'SELECT_CHALLENGE', offered: ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP'] }),
    open.open({ ...who, name: 'PASSWORD' }),
    open.open({ ...who, name: 'PASSWORD_SRP' }),
    open.open({ ...who, name: 'EMAIL_OTP', code, isFirstFactor: true }),
    open.open({ ...who, name: 'EMAIL_OTP', code: undefined, isFirstFactor: true }),
    open.open({ ...who, name: 'SMS_OTP', code, isFirstFactor: true }),
    open.open({ ...who, name: 'SMS_MFA', code, isFirstFactor: false, deviceKey }),
    open.open({ ...who, name: 'SOFTWARE_TOKEN_MFA' }),
    open.open({ ...who, name: 'SELECT_MFA_TYPE', offered: ['SMS_MFA', 'EMAIL_OTP'] }),
    open.open({ ...who, name: 'MFA_SETUP' }),
    open.open({ ...who, name: 'DEVICE_SRP_AUTH', deviceKey }),
    open.open({ ...who, name: 'DEVICE_PASSWORD_VERIFIER', deviceKey, clientKey: 'abc', keys }),
    open.open({ ...who, name: 'PASSWORD_VERIFIER', clientKey: 'abc', keys }),
    open.open({ ...who, name: 'CUSTOM_CHALLENGE', history: [], privateParameters: {}, metadata: null }),
  ];
}

const names = [
  ...[
    'SELECT_CHALLENGE',
    'PASSWORD',
    'PASSWORD_SRP',
    'EMAIL_OTP',
    'SMS_OTP',
    'SMS_MFA',
    'SOFTWARE_TOKEN_MFA',
  ],
  ...['SELECT_MFA_TYPE', 'MFA_SETUP', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER', 'PASSWORD_VERIFIER'],
  ...['CUSTOM_CHALLENGE', 'NEW_PASSWORD_REQUIRED', 'WEB_AUTHN', 'CONFIRMED', '__proto__', 'constructor'],
];
const keys = [
  ...[
    'ANSWER',
    'PASSWORD',
    'SRP_A',
    'EMAIL_OTP_CODE',
    'SMS_OTP_CODE',
    'SMS_MFA_CODE',
    'SOFTWARE_TOKEN_MFA_CODE',
  ],
  ...[
    'DEVICE_KEY',
    'PASSWORD_CLAIM_SECRET_BLOCK',
    'PASSWORD_CLAIM_SIGNATURE',
    'TIMESTAMP',
    'EMAIL',
    'SECRET_HASH',
  ],
  ...['NEW_PASSWORD', 'userAttributes.email', '__proto__'],
];
const seed = Date.now() & 0x7fffffff;

test('answers that prove nothing lead nowhere', { timeout: 120_000 }, async () => {
  sessions = openAll();
  const value = fc.oneof(
    fc.constantFrom('undefined', 'null', '', '0', '1', '000000', 'A', 'abcdef', 'x@example.com', ...names),
    fc.constantFrom(...Array.from({ length: 14 }, (_, index) => index)),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const answer = fc.record({
    name: fc.constantFrom(...names),
    session: fc.nat({ max: 13 }),
    claimed: fc.constantFrom('victim', 'nobody', ''),
    responses: fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 8 }),
  });
  for (const { name, session, claimed, responses } of fc.sample(answer, { numRuns: 3000, seed })) {
    const given = Object.entries(responses).map(([key, what]) => [
      key,
      typeof what === 'number' ? sessions[what] : what,
    ]);
    const input = {
      ...{ ClientId: clientId, ChallengeName: name, Session: sessions[session] },
      ChallengeResponses: {
        USERNAME: claimed === 'victim' ? username : claimed,
        ...(Object.fromEntries(given) as object),
      },
    };
    const { status, type, body } = await rpc(pool, 'RespondToAuthChallenge', input);
    const told = `seed ${seed}: ${JSON.stringify(input)} → ${status} ${type}`;
    expect(body.AuthenticationResult, told).toBeUndefined();
    expect(status, told).toBeLessThan(500);
    // What was used up is opened anew, so that the next answer finds something.
    if (typeof body.Session === 'string') sessions[session] = body.Session;
    else if (Math.abs(session * 7 + name.length) % 5 === 0) sessions = openAll();
  }
  const { UserAttributes = [] } = await sdk(pool).adminGetUser({
    UserPoolId: pool.poolId,
    Username: username,
  });
  expect(UserAttributes.find(({ Name }) => Name === 'email')?.Value).toBe(`${username}@example.com`);
});
