import type { AuthenticationResultType, ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import type { ChallengeHandler } from './challenges.ts';
import type { ServerClock } from './clock.ts';
import { connectCognito, endpointOf, type CognitoAddress } from './cognito-client.ts';
import { AuthError, ChallengeError } from './errors.ts';
import { secretHash } from './secret-hash.ts';
import { fromService, type About } from './service-error.ts';
import { makeSrpKeys, srpSignature, srpTimestamp } from './srp.ts';
import { readToken, type Tokens } from './tokens.ts';

/** The flows that sign in with a password. SRP does not send it. */
export type PasswordFlow = 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH';

/** One user of one app client. */
export interface SignInOptions extends CognitoAddress {
  readonly userPoolId: string;
  readonly clientId: string;
  /** Where the app client has a secret. */
  readonly clientSecret?: string;
  readonly username: string;
  /** @defaultValue `USER_SRP_AUTH` */
  readonly flow?: PasswordFlow;
  /** Asked when Cognito puts a challenge. @defaultValue a {@link ChallengeError} that names it */
  readonly onChallenge?: ChallengeHandler;
}

type Parameters = Record<string, string>;

interface Step {
  readonly ChallengeName?: ChallengeNameType | undefined;
  readonly ChallengeParameters?: Parameters | undefined;
  readonly Session?: string | undefined;
  readonly AuthenticationResult?: AuthenticationResultType | undefined;
}

/**
 * Signs in with a password.
 *
 * @throws AuthError: `wrong-password`, `user-not-found`, `new-password-required`, `challenge`, `network` and others.
 */
export async function signIn(options: SignInOptions, password: string, clock: ServerClock): Promise<Tokens> {
  return guarded(options, async () => {
    const flow = options.flow ?? 'USER_SRP_AUTH';
    const proof = flow === 'USER_SRP_AUTH' ? makeSrpKeys() : undefined;
    const first = await initiate(
      options,
      flow,
      proof ? { SRP_A: proof.publicKey } : { PASSWORD: password },
      clock,
    );
    const proven = proof ? await answerSrp(options, proof, password, first, clock) : first;
    return finish(options, proven, clock);
  });
}

/**
 * Gets new tokens for a refresh token.
 *
 * @param username - The user name in the token; the proof of an app client's secret is made with it.
 * @throws AuthError: `sign-in-needed` when the session has ended, `user-disabled`, `network` and others.
 */
export async function refreshTokens(
  options: SignInOptions,
  refreshToken: string,
  username: string,
  clock: ServerClock,
): Promise<Tokens> {
  return guarded(options, async () => {
    const named = { ...options, username };
    const step = await initiate(named, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refreshToken }, clock);
    return { refreshToken, ...(await finish(named, step, clock)) };
  });
}

async function guarded<Result>(options: SignInOptions, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { username, userPoolId, clientId, flow = 'USER_SRP_AUTH' } = options;
    const about: About = { username, userPoolId, clientId, flow, endpoint: endpointOf(options) };
    throw fromService(error, about);
  }
}

function secretHashOf({ clientSecret, clientId }: SignInOptions, username: string): Parameters {
  return clientSecret === undefined ? {} : { SECRET_HASH: secretHash(clientSecret, username, clientId) };
}

async function initiate(
  options: SignInOptions,
  flow: PasswordFlow | 'REFRESH_TOKEN_AUTH',
  parameters: Parameters,
  clock: ServerClock,
): Promise<Step> {
  const { sdk, client } = await connectCognito(options, clock);
  const { clientId, username, userPoolId } = options;
  const AuthParameters = {
    ...(flow === 'REFRESH_TOKEN_AUTH' ? {} : { USERNAME: username }),
    ...secretHashOf(options, username),
    ...parameters,
  };
  const input = { AuthFlow: flow, ClientId: clientId, AuthParameters };
  if (flow !== 'ADMIN_USER_PASSWORD_AUTH') return client.send(new sdk.InitiateAuthCommand(input));
  return client.send(new sdk.AdminInitiateAuthCommand({ ...input, UserPoolId: userPoolId }));
}

async function answerSrp(
  options: SignInOptions,
  keys: ReturnType<typeof makeSrpKeys>,
  password: string,
  step: Step,
  clock: ServerClock,
): Promise<Step> {
  if (step.ChallengeName !== 'PASSWORD_VERIFIER') return step;
  const { USER_ID_FOR_SRP = '', SALT = '', SRP_B = '', SECRET_BLOCK = '' } = step.ChallengeParameters ?? {};
  const timestamp = srpTimestamp(new Date(clock.now()));
  const signature = srpSignature(keys, {
    poolName: options.userPoolId.slice(options.userPoolId.indexOf('_') + 1),
    userId: USER_ID_FOR_SRP,
    password,
    serverKey: SRP_B,
    salt: SALT,
    secretBlock: SECRET_BLOCK,
    timestamp,
  });
  return respond(options, step, clock, {
    USERNAME: USER_ID_FOR_SRP,
    PASSWORD_CLAIM_SIGNATURE: signature,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    TIMESTAMP: timestamp,
  });
}

async function respond(
  options: SignInOptions,
  { ChallengeName, Session }: Step,
  clock: ServerClock,
  responses: Parameters,
): Promise<Step> {
  const { sdk, client } = await connectCognito(options, clock);
  const input = {
    ChallengeName,
    ClientId: options.clientId,
    Session,
    ChallengeResponses: { ...responses, ...secretHashOf(options, responses.USERNAME ?? options.username) },
  };
  if (options.flow !== 'ADMIN_USER_PASSWORD_AUTH')
    return client.send(new sdk.RespondToAuthChallengeCommand(input));
  return client.send(
    new sdk.AdminRespondToAuthChallengeCommand({ ...input, UserPoolId: options.userPoolId }),
  );
}

async function finish(options: SignInOptions, step: Step, clock: ServerClock): Promise<Tokens> {
  const { AuthenticationResult: result } = step;
  if (result?.AccessToken !== undefined && result.IdToken !== undefined) {
    return {
      accessToken: result.AccessToken,
      idToken: result.IdToken,
      ...(result.RefreshToken === undefined ? {} : { refreshToken: result.RefreshToken }),
      expiresAt: readToken(result.AccessToken).expiresAt,
    };
  }
  if (step.ChallengeName === 'NEW_PASSWORD_REQUIRED') return answerNewPassword(options, step, clock);
  const name = step.ChallengeName ?? 'an empty answer';
  throw new ChallengeError(name, `Cognito asks ${options.username} for ${name}, which is not supported yet.`);
}

async function answerNewPassword(options: SignInOptions, step: Step, clock: ServerClock): Promise<Tokens> {
  const { onChallenge, username } = options;
  if (!onChallenge) {
    throw new ChallengeError(
      'NEW_PASSWORD_REQUIRED',
      `User ${username} must choose a new password before signing in: run \`postern login\` once.`,
    );
  }
  const required = JSON.parse(step.ChallengeParameters?.requiredAttributes ?? '[]') as string[];
  const requiredAttributes = required.map((name) => name.replace(/^userAttributes\./, ''));
  const answer = await onChallenge({ name: 'NEW_PASSWORD_REQUIRED', username, requiredAttributes });
  const missing = requiredAttributes.filter((name) => answer.attributes?.[name] === undefined);
  if (missing.length > 0)
    throw new AuthError('invalid-new-password', `${username} also needs ${missing.join(', ')}.`);
  const attributes = Object.entries(answer.attributes ?? {}).map(([name, value]) => [
    `userAttributes.${name}`,
    value,
  ]);
  return finish(
    options,
    await respond(options, step, clock, {
      USERNAME: step.ChallengeParameters?.USER_ID_FOR_SRP ?? username,
      NEW_PASSWORD: answer.newPassword,
      ...Object.fromEntries(attributes),
    }),
    clock,
  );
}

/** Ends a session at the server, as far as its refresh token reaches. @throws AuthError */
export async function revokeRefreshToken(
  options: SignInOptions,
  refreshToken: string,
  clock: ServerClock,
): Promise<void> {
  await guarded(options, async () => {
    const { sdk, client } = await connectCognito(options, clock);
    const secret = options.clientSecret === undefined ? {} : { ClientSecret: options.clientSecret };
    await client.send(
      new sdk.RevokeTokenCommand({ ClientId: options.clientId, Token: refreshToken, ...secret }),
    );
  });
}
