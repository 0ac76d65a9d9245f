import { answerChallenge } from './answer-challenge.ts';
import type { ChallengeHandler } from './challenges.ts';
import type { ServerClock } from './clock.ts';
import type { Cognito, CognitoAddress, PasswordFlow, Step } from './cognito-client.ts';
import { AuthError } from './errors.ts';
import { makeSrpKeys, srpSignature, srpTimestamp, type SrpKeys } from './srp.ts';
import { readToken, tokensOf, type Tokens } from './tokens.ts';

/** One user of one app client. */
export interface SignInOptions extends CognitoAddress {
  readonly username: string;
  /** @defaultValue `USER_SRP_AUTH` */
  readonly flow?: PasswordFlow;
  /** Asked when Cognito puts a challenge. @defaultValue a {@link ChallengeError} that names it */
  readonly onChallenge?: ChallengeHandler;
}

/** What a sign-in talks with. */
export interface Connection {
  readonly cognito: Cognito;
  readonly clock: ServerClock;
}

/**
 * Signs in with a password.
 *
 * @throws AuthError: `wrong-password`, `user-not-found`, `new-password-required`, `challenge`, `network` and others.
 */
export async function signIn(
  options: SignInOptions,
  password: string,
  { cognito, clock }: Connection,
): Promise<Tokens> {
  const { username, flow = 'USER_SRP_AUTH' } = options;
  const keys = flow === 'USER_SRP_AUTH' ? makeSrpKeys() : undefined;
  const proof = keys ? { SRP_A: keys.publicKey } : { PASSWORD: password };
  let step = await cognito.initiate(flow, username, { USERNAME: username, ...proof });
  // Each challenge is put once: whoever puts one twice would go on for ever.
  for (const put = new Set<string | undefined>(); !step.AuthenticationResult;) {
    if (put.has(step.ChallengeName)) throw strange(`asked twice for ${step.ChallengeName}`);
    put.add(step.ChallengeName);
    const values =
      keys && step.ChallengeName === 'PASSWORD_VERIFIER'
        ? await provePassword(options, keys, password, step, clock)
        : await answerChallenge(step, options);
    step = await cognito.respond(flow, step, values.USERNAME ?? username, values);
  }
  return tokensIn(step, undefined, clock);
}

/**
 * Gets new tokens for a refresh token.
 *
 * @throws AuthError: `session-expired`, `flow-not-enabled`, `user-disabled`, `network` and others.
 */
export async function refreshTokens(last: Tokens, { cognito, clock }: Connection): Promise<Tokens> {
  const { refreshToken = '', accessToken } = last;
  // Who signed in with an e-mail address has another name in the token, and the app client's proof is made with that one.
  const { username } = readToken(accessToken);
  const step = await cognito.initiate('REFRESH_TOKEN_AUTH', username, { REFRESH_TOKEN: refreshToken });
  return tokensIn(step, refreshToken, clock);
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
    USERNAME: userId,
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
