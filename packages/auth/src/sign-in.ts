import type { ServerClock } from './clock.ts';
import type { Cognito, Values } from './cognito-client.ts';
import { AuthError } from './errors.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { makeSrpKeys, makeVerifier, srpSignature, srpTimestamp, type SrpKeys } from './srp.ts';
import { deviceKeyOf, readToken, tokensOf, type Tokens } from './tokens.ts';
import type { Step } from './transport.ts';

/** What a sign-in talks with. */
export interface Connection {
  readonly cognito: Cognito;
  readonly clock: ServerClock;
}

// A trigger may put any number of custom challenges; three wrong codes end a session anyway.
const maxRounds = 30;
const maxCodes = 3;

/**
 * Signs in.
 *
 * @param password - Undefined for flows that do without.
 * @throws AuthError: `wrong-password`, `user-not-found`, `new-password-required`, `challenge`, `network` and others.
 */
export async function signIn(
  options: SignInOptions,
  password: string | undefined,
  connection: Connection,
): Promise<Tokens> {
  try {
    return await signInOnce(options, password, connection);
  } catch (error) {
    // A proof is good once: where the answer to it was lost, sending it again says nothing of the password.
    const unclear = error instanceof AuthError && error.repeated && usedUp.has(error.code);
    if (!unclear) throw error;
    return signInOnce(options, password, connection);
  }
}

const usedUp: ReadonlySet<string> = new Set(['wrong-password', 'sign-in-needed']);

async function signInOnce(
  options: SignInOptions,
  password: string | undefined,
  { cognito, clock }: Connection,
): Promise<Tokens> {
  const { flow = 'USER_SRP_AUTH' } = options;
  const keys = makeSrpKeys();
  const first =
    flow === 'USER_SRP_AUTH' && password !== undefined
      ? { SRP_A: keys.publicKey }
      : (await import('./first-factor.ts')).firstValues(options, password, keys);
  let step = await cognito.initiate(flow, options.username, { USERNAME: options.username, ...first });
  let username = options.username;
  const put = new Map<string | undefined, number>();
  for (let round = 1; !step.AuthenticationResult; round += 1) {
    const { ChallengeName: name, ChallengeParameters: given } = step;
    // Who signs in with an e-mail address has another name from here on.
    username = given?.USER_ID_FOR_SRP ?? username;
    const attempt = (put.get(name) ?? 0) + 1;
    put.set(name, attempt);
    if (round > maxRounds || (attempt > 1 && !repeats(name)))
      throw strange(`asked again and again for ${name}`);
    step = await respondTo(step, attempt);
  }
  if (step.AuthenticationResult.NewDeviceMetadata) {
    await (await import('./confirm-device.ts')).confirmDevice(step, username, cognito, makeVerifier);
  }
  return tokensIn(step, undefined, clock);

  async function respondTo(challenge: Step, attempt: number): Promise<Step> {
    const respond = (values: Values, session = challenge.Session): Promise<Step> =>
      cognito.respond(flow, { ...challenge, Session: session }, username, { USERNAME: username, ...values });
    if (challenge.ChallengeName === 'PASSWORD_VERIFIER' && password !== undefined) {
      return respond(await provePassword(options, keys, password, challenge, clock));
    }
    const { answerChallenge } = await import('./answer-challenge.ts');
    const asked = { username, attempt, options, password, keys };
    const { values, session } = await answerChallenge(challenge, asked, cognito);
    try {
      return await respond(values, session);
    } catch (error) {
      // The session goes on after a wrong code.
      if (attempt < maxCodes && error instanceof AuthError && error.code === 'wrong-code') return challenge;
      throw error;
    }
  }
}

function repeats(name: string | undefined): boolean {
  return name === 'CUSTOM_CHALLENGE' || name?.endsWith('MFA') === true || name?.endsWith('OTP') === true;
}

/**
 * Gets new tokens for a refresh token: by the old call, or by the one for app clients that rotate refresh tokens, where a
 * new refresh token comes along and takes the place of the old one.
 *
 * @throws AuthError: `session-expired`, `flow-not-enabled`, `user-disabled`, `network` and others.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
export async function refreshTokens(last: Tokens, connection: Connection): Promise<Tokens> {
  if (last.rotates === true) return renewTokens(last, connection);
  try {
    return await refreshByFlow(last, connection);
  } catch (error) {
    if (!(error instanceof AuthError) || error.code !== 'flow-not-enabled') throw error;
    return renewTokens(last, connection);
  }
}

async function refreshByFlow(last: Tokens, { cognito, clock }: Connection): Promise<Tokens> {
  const { refreshToken = '', accessToken } = last;
  // Who signed in with an e-mail address has another name in the token, and the app client's proof is made with that one.
  const { username } = readToken(accessToken);
  const deviceKey = deviceKeyOf(accessToken);
  const device = deviceKey === undefined ? {} : { DEVICE_KEY: deviceKey };
  const values = { REFRESH_TOKEN: refreshToken, ...device };
  return tokensIn(await cognito.initiate('REFRESH_TOKEN_AUTH', username, values), refreshToken, clock);
}

async function renewTokens(last: Tokens, { cognito, clock }: Connection): Promise<Tokens> {
  const { refreshToken = '', accessToken } = last;
  const step = await cognito.renew(readToken(accessToken).username, refreshToken, deviceKeyOf(accessToken));
  return { ...tokensIn(step, refreshToken, clock), rotates: true };
}

async function provePassword(
  { userPoolId }: SignInOptions,
  keys: SrpKeys,
  password: string,
  { ChallengeParameters: given = {} }: Step,
  clock: ServerClock,
) {
  const { USER_ID_FOR_SRP: userId, SALT: salt, SRP_B: serverKey, SECRET_BLOCK: secretBlock } = given;
  if (userId === undefined || salt === undefined || serverKey === undefined || secretBlock === undefined) {
    throw strange('sent an incomplete SRP challenge');
  }
  const poolName = userPoolId.slice(userPoolId.indexOf('_') + 1);
  const timestamp = srpTimestamp(new Date(clock.now()));
  const challenge = { poolName, userId, password, serverKey, salt, secretBlock, timestamp };
  return {
    PASSWORD_CLAIM_SIGNATURE: await signatureOf(keys, challenge),
    PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
    TIMESTAMP: timestamp,
  };
}

async function signatureOf(...parts: Parameters<typeof srpSignature>): Promise<string> {
  try {
    return await srpSignature(...parts);
  } catch (error) {
    if (error instanceof AuthError) throw error;
    throw strange('sent SRP numbers that no honest server sends');
  }
}

function tokensIn(step: Step, refreshToken: string | undefined, clock: ServerClock): Tokens {
  const { AccessToken, IdToken, RefreshToken = refreshToken } = step.AuthenticationResult ?? {};
  if (AccessToken === undefined || IdToken === undefined) throw strange('sent no tokens');
  const tokens = tokensOf(AccessToken, IdToken, RefreshToken);
  clock.observeIssue(tokens.issuedAt);
  return { ...tokens, skewMs: clock.skewMs };
}

function strange(what: string): AuthError {
  return new AuthError('service', `Cognito ${what}. Check that the endpoint is Cognito's.`);
}
