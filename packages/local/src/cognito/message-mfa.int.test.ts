import type {
  AdminSetUserMFAPreferenceCommandInput,
  CognitoIdentityProvider,
  SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeUser, sdk } from './test-support/administer.ts';
import { authenticate, identityUser } from './test-support/identity-user.ts';
import { secretHash, startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
let client: CognitoIdentityProvider;
beforeAll(async () => {
  pool = await startTestPool();
  client = sdk(pool);
});
afterAll(() => pool.close());

const sms = {
  SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sns' } },
};
const email = { EmailMfaConfiguration: { Subject: 'Your code' } };
const app = { SoftwareTokenMfaConfiguration: { Enabled: true } };
const configure = (settings: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>) =>
  client.setUserPoolMfaConfig({ UserPoolId: pool.poolId, ...settings });
beforeEach(() => configure({ MfaConfiguration: 'OPTIONAL', ...sms, ...email, ...app }));

type Preference = Omit<AdminSetUserMFAPreferenceCommandInput, 'UserPoolId' | 'Username'>;
const on = { Enabled: true };
const preferred = { Enabled: true, PreferredMfa: true };
const prefer = (username: string, preference: Preference) =>
  client.adminSetUserMFAPreference({ UserPoolId: pool.poolId, Username: username, ...preference });

/** Somebody with an email address, a phone, and factors switched on. */
async function somebody(preference?: Preference) {
  const { username, password } = await makeUser(pool);
  await client.adminUpdateUserAttributes({
    UserPoolId: pool.poolId,
    Username: username,
    UserAttributes: [{ Name: 'phone_number', Value: '+15550100' }],
  });
  if (preference) await prefer(username, preference);
  return { username, password };
}

const signIn = ({ username, password }: { username: string; password: string }) =>
  client.initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: pool.open.id,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
type Name = 'SMS_MFA' | 'EMAIL_OTP' | 'SELECT_MFA_TYPE' | 'MFA_SETUP' | 'SOFTWARE_TOKEN_MFA' | 'SMS_OTP';
const answer = (
  ChallengeName: Name,
  USERNAME: string,
  responses: Record<string, string>,
  Session: string | undefined,
  ClientId = pool.open.id,
) =>
  sdk(pool).respondToAuthChallenge({
    ...{ ClientId, ChallengeName, Session },
    ChallengeResponses: { USERNAME, ...responses },
  });
const lastCode = (username: string) =>
  pool.messages.findLast((message) => message.username === username)?.code ?? '';
const attributesOf = async (Username: string) => {
  const { UserAttributes = [] } = await client.adminGetUser({ UserPoolId: pool.poolId, Username });
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
};
const invalidSession = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' };
const mismatch = { name: 'CodeMismatchException', message: 'Invalid code or auth state for the user.' };

const kinds = [
  [
    'SMS_MFA',
    'SMSMfaSettings',
    { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******0100' },
  ],
  [
    'EMAIL_OTP',
    'EmailMfaSettings',
    { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', CODE_DELIVERY_DESTINATION: 'u***@e***' },
  ],
] as const;

describe.each(kinds)('a code as second factor: %s', (name, setting, destination) => {
  const wanting = () => somebody({ [setting]: preferred });
  const code = (value: string) => ({ [`${name}_CODE`]: value });

  test('is sent, and lets its user in, once', async () => {
    const who = await wanting();
    const challenge = await signIn(who);
    expect(challenge).toMatchObject({ ChallengeName: name, ChallengeParameters: destination });
    expect(challenge.AuthenticationResult).toBeUndefined();
    expect(lastCode(who.username)).toMatch(/^\d{6}$/);
    const right = code(lastCode(who.username));
    const { AuthenticationResult } = await answer(name, who.username, right, challenge.Session);
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    await expect(answer(name, who.username, right, challenge.Session)).rejects.toMatchObject(invalidSession);
    const verified = name === 'SMS_MFA' ? 'phone_number_verified' : 'email_verified';
    expect(await attributesOf(who.username)).toMatchObject({ [verified]: 'true' });
    expect(await client.getUser({ AccessToken: AuthenticationResult?.AccessToken })).toMatchObject({
      UserMFASettingList: [name],
      PreferredMfaSetting: name,
    });
  });

  test('may be got wrong twice, and is not that of another sign-in', async () => {
    const who = await wanting();
    await signIn(who);
    const old = code(lastCode(who.username));
    const { Session } = await signIn(who);
    await expect(answer(name, who.username, old, Session)).rejects.toMatchObject(mismatch);
    await expect(answer(name, who.username, code('1'), Session)).rejects.toMatchObject(mismatch);
    const right = code(lastCode(who.username));
    expect((await answer(name, who.username, right, Session)).AuthenticationResult).toBeDefined();
    const { Session: next } = await signIn(who);
    for (let tries = 0; tries < 3; tries += 1) {
      await expect(answer(name, who.username, code('1'), next)).rejects.toMatchObject(mismatch);
    }
    const late = answer(name, who.username, code(lastCode(who.username)), next);
    await expect(late).rejects.toMatchObject(invalidSession);
  });

  test('is bound to its user, its app client, its challenge and its time', async () => {
    const [ann, bob] = [await wanting(), await wanting()];
    let { Session } = await signIn(ann);
    const right = () => code(lastCode(ann.username));
    await expect(answer(name, bob.username, right(), Session)).rejects.toMatchObject(invalidSession);
    ({ Session } = await signIn(ann));
    const proof = { SECRET_HASH: secretHash(ann.username, pool.secret) };
    await expect(
      answer(name, ann.username, { ...right(), ...proof }, Session, pool.secret.id),
    ).rejects.toMatchObject(invalidSession);
    const others: Name[] = [
      'SMS_MFA',
      'EMAIL_OTP',
      'SMS_OTP',
      'SOFTWARE_TOKEN_MFA',
      'SELECT_MFA_TYPE',
      'MFA_SETUP',
    ];
    for (const other of others.filter((candidate) => candidate !== name)) {
      const all = {
        ...code(lastCode(ann.username)),
        [`${other}_CODE`]: lastCode(ann.username),
        ANSWER: name,
      };
      await expect(answer(other, ann.username, all, Session)).rejects.toMatchObject(invalidSession);
    }
    await client.adminDisableUser({ UserPoolId: pool.poolId, Username: ann.username });
    await expect(answer(name, ann.username, right(), Session)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
    ({ Session } = await signIn(bob));
    pool.advance(181_000);
    await expect(answer(name, bob.username, code(lastCode(bob.username)), Session)).rejects.toMatchObject({
      message: 'Invalid session for the user, session is expired.',
    });
    pool.advance(-181_000);
    await expect(answer(name, bob.username, {}, Session)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('several second factors', () => {
  test('are chosen among where none is preferred', async () => {
    const who = await somebody({ SMSMfaSettings: on, EmailMfaSettings: on });
    const { ChallengeName, ChallengeParameters, Session } = await signIn(who);
    expect([ChallengeName, ChallengeParameters?.MFAS_CAN_CHOOSE]).toEqual([
      'SELECT_MFA_TYPE',
      '["SMS_MFA","EMAIL_OTP"]',
    ]);
    const chosen = await answer('SELECT_MFA_TYPE', who.username, { ANSWER: 'EMAIL_OTP' }, Session);
    expect(chosen.ChallengeName).toBe('EMAIL_OTP');
    const code = { EMAIL_OTP_CODE: lastCode(who.username) };
    const done = await answer('EMAIL_OTP', who.username, code, chosen.Session);
    expect(done.AuthenticationResult?.AccessToken).toBeDefined();
    await expect(
      answer('SELECT_MFA_TYPE', who.username, { ANSWER: 'SMS_MFA' }, Session),
    ).rejects.toMatchObject(invalidSession);
  });

  test('are not to be chosen where they are not offered', async () => {
    const who = await somebody({ SMSMfaSettings: on, EmailMfaSettings: on });
    for (const ANSWER of ['SOFTWARE_TOKEN_MFA', 'constructor', 'SMS_OTP']) {
      const { Session } = await signIn(who);
      await expect(answer('SELECT_MFA_TYPE', who.username, { ANSWER }, Session)).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: 'Invalid MFA type: the user can choose SMS_MFA, EMAIL_OTP.',
      });
    }
  });

  test('give way to the one that is preferred last', async () => {
    const who = await somebody({ SMSMfaSettings: preferred });
    await prefer(who.username, { EmailMfaSettings: preferred });
    expect((await signIn(who)).ChallengeName).toBe('EMAIL_OTP');
    const { UserPoolId, Username } = { UserPoolId: pool.poolId, Username: who.username };
    expect(await client.adminGetUser({ UserPoolId, Username })).toMatchObject({
      UserMFASettingList: ['SMS_MFA', 'EMAIL_OTP'],
      PreferredMfaSetting: 'EMAIL_OTP',
    });
    await prefer(who.username, { EmailMfaSettings: { Enabled: false } });
    expect((await signIn(who)).ChallengeName).toBe('SMS_MFA');
    await expect(
      prefer(who.username, { SMSMfaSettings: preferred, EmailMfaSettings: preferred }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('need an address, and a pool that sends', async () => {
    const { username } = await makeUser(pool);
    await expect(prefer(username, { SMSMfaSettings: on })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User does not have delivery config set to turn on SMS_MFA',
    });
    await configure({ MfaConfiguration: 'OPTIONAL', ...app });
    await expect(prefer(username, { EmailMfaSettings: on })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('are set for the pool in the words of AWS', async () => {
    expect(await configure({ MfaConfiguration: 'ON', ...sms, ...app })).toMatchObject({
      MfaConfiguration: 'ON',
      ...sms,
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    await expect(configure({ MfaConfiguration: 'ON' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    });
    await expect(configure({ MfaConfiguration: 'OFF', ...email })).rejects.toMatchObject({
      message: "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    });
    const who = await somebody();
    await configure({ MfaConfiguration: 'OFF' });
    expect((await signIn(who)).AuthenticationResult).toBeDefined();
  });
});

describe('a pool that demands a second factor', () => {
  test('sends a code to whoever has an address', async () => {
    await configure({ MfaConfiguration: 'ON', ...sms });
    expect((await signIn(await somebody())).ChallengeName).toBe('SMS_MFA');
  });

  test('lets whoever has no address bring one', async () => {
    await configure({ MfaConfiguration: 'ON', ...email, ...app });
    const { username, password } = await makeUser(pool);
    pool.cognito.pool.store.updateUser(username, { attributes: {} }, 0);
    const { ChallengeName, ChallengeParameters, Session } = await signIn({ username, password });
    expect([ChallengeName, ChallengeParameters?.MFAS_CAN_SETUP]).toEqual([
      'MFA_SETUP',
      '["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]',
    ]);
    await expect(answer('MFA_SETUP', username, { EMAIL: 'no address' }, Session)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    // An address that was got wrong is not kept.
    await answer('MFA_SETUP', username, { EMAIL: 'wrong@example.com' }, Session);
    const { Session: anew } = await signIn({ username, password });
    const next = await answer('MFA_SETUP', username, { EMAIL: 'new@example.com' }, anew);
    expect(next.ChallengeName).toBe('EMAIL_OTP');
    const code = { EMAIL_OTP_CODE: lastCode(username) };
    const done = await answer('EMAIL_OTP', username, code, next.Session);
    expect(done.AuthenticationResult?.AccessToken).toBeDefined();
    expect(await attributesOf(username)).toMatchObject({ email: 'new@example.com', email_verified: 'true' });
    expect((await signIn({ username, password })).ChallengeName).toBe('EMAIL_OTP');
    const shown = await client.adminGetUser({ UserPoolId: pool.poolId, Username: username });
    expect(shown).toMatchObject({ UserMFASettingList: ['EMAIL_OTP'], PreferredMfaSetting: 'EMAIL_OTP' });
  });
});

describe('amazon-cognito-identity-js', () => {
  test('switches text messages on and off by the old actions', async () => {
    const who = await somebody();
    const user = identityUser(pool, who.username);
    await authenticate(user, who.password);
    const call = (start: (done: (error?: Error, result?: unknown) => void) => void) =>
      new Promise((resolve, reject) => start((error, result) => (error ? reject(error) : resolve(result))));
    await call((done) => user.enableMFA(done));
    expect((await signIn(who)).ChallengeName).toBe('SMS_MFA');
    expect(await call((done) => user.getMFAOptions(done as never))).toEqual([
      { DeliveryMedium: 'SMS', AttributeName: 'phone_number' },
    ]);
    await call((done) => user.disableMFA(done));
    expect((await signIn(who)).AuthenticationResult).toBeDefined();
    const legacy = { UserPoolId: pool.poolId, Username: who.username };
    const byEmail = [{ DeliveryMedium: 'EMAIL', AttributeName: 'email' } as const];
    await expect(client.adminSetUserSettings({ ...legacy, MFAOptions: byEmail })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('goes through SMS_MFA, after a wrong code too', async () => {
    const who = await somebody({ SMSMfaSettings: preferred });
    const user = identityUser(pool, who.username);
    let tries = 0;
    const session = await authenticate(user, who.password, (_, callbacks) => ({
      mfaRequired: () => {
        const retry = (error: { code: string }) => {
          tries += 1;
          expect(error.code).toBe('CodeMismatchException');
          user.sendMFACode(lastCode(who.username), callbacks, 'SMS_MFA');
        };
        user.sendMFACode('0', { ...callbacks, onFailure: retry }, 'SMS_MFA');
      },
    }));
    expect([session.isValid(), tries]).toEqual([true, 1]);
  });

  test('chooses between SMS_MFA and SOFTWARE_TOKEN_MFA', async () => {
    const who = await somebody({ SMSMfaSettings: on });
    const first = identityUser(pool, who.username);
    await authenticate(first, who.password, (_, callbacks) => ({
      mfaRequired: () => first.sendMFACode(lastCode(who.username), callbacks),
    }));
    const secret = await new Promise<string>((associateSecretCode, onFailure) =>
      first.associateSoftwareToken({ associateSecretCode, onFailure }),
    );
    const now = (offset = 0) =>
      generateSync({ secret, epoch: Math.floor((Date.now() + pool.aheadMs()) / 1000) + offset });
    await new Promise((onSuccess, onFailure) =>
      first.verifySoftwareToken(now(), 'phone', { onSuccess, onFailure }),
    );
    await new Promise((resolve, reject) =>
      first.setUserMfaPreference(on as never, on as never, (error, result) =>
        error ? reject(error) : resolve(result),
      ),
    );
    for (const choice of ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] as const) {
      const user = identityUser(pool, who.username);
      const session = await authenticate(user, who.password, (_, callbacks) => ({
        selectMFAType: (_name, { MFAS_CAN_CHOOSE }: { MFAS_CAN_CHOOSE: string }) => {
          expect(JSON.parse(MFAS_CAN_CHOOSE)).toEqual(['SMS_MFA', 'SOFTWARE_TOKEN_MFA']);
          user.sendMFASelectionAnswer(choice, {
            onSuccess: () => undefined,
            onFailure: (error) => callbacks.onFailure(error),
            mfaRequired: () => user.sendMFACode(lastCode(who.username), callbacks, 'SMS_MFA'),
            totpRequired: () => user.sendMFACode(now(30), callbacks, 'SOFTWARE_TOKEN_MFA'),
          });
        },
      }));
      expect(session.isValid()).toBe(true);
    }
  });
});
