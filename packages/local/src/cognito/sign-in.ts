import { checkPool, checkSecretHash, findClient } from './app-client.ts';
import { CognitoException, invalidParameter, wrongPassword } from './exception.ts';
import { requiredString, stringMap, type Input } from './input.ts';
import { refresh } from './refresh.ts';
import type { Pool } from './pool.ts';
import type { AppClient, ExplicitAuthFlow, User } from './pool-store.ts';
import { isClientKey, makeServerKeys, makeVerifier, matchesVerifier } from './srp.ts';
import { issueTokens } from './tokens.ts';

type Parameters = Readonly<Record<string, string>>;

// The flows that a caller may name, and what the app client has to allow for each.
const userFlows: Record<string, ExplicitAuthFlow> = {
  USER_SRP_AUTH: 'ALLOW_USER_SRP_AUTH',
  USER_PASSWORD_AUTH: 'ALLOW_USER_PASSWORD_AUTH',
  REFRESH_TOKEN_AUTH: 'ALLOW_REFRESH_TOKEN_AUTH',
  REFRESH_TOKEN: 'ALLOW_REFRESH_TOKEN_AUTH',
};
const adminFlows: Record<string, ExplicitAuthFlow> = {
  USER_SRP_AUTH: 'ALLOW_USER_SRP_AUTH',
  ADMIN_USER_PASSWORD_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  ADMIN_NO_SRP_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  REFRESH_TOKEN_AUTH: 'ALLOW_REFRESH_TOKEN_AUTH',
  REFRESH_TOKEN: 'ALLOW_REFRESH_TOKEN_AUTH',
};

/** `InitiateAuth`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html */
export function initiateAuth(pool: Pool, input: Input): Promise<object> {
  return begin(pool, input, userFlows);
}

/** `AdminInitiateAuth`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html */
export function adminInitiateAuth(pool: Pool, input: Input): Promise<object> {
  checkPool(pool, input);
  return begin(pool, input, adminFlows);
}

async function begin(pool: Pool, input: Input, flows: Record<string, ExplicitAuthFlow>): Promise<object> {
  const flow = requiredString(input, 'AuthFlow');
  const client = findClient(pool, input);
  const parameters = stringMap(input, 'AuthParameters');
  const needed = Object.hasOwn(flows, flow) ? flows[flow] : undefined;
  if (needed === undefined) {
    throw invalidParameter(
      `AuthFlow ${flow} is not supported here; supported are ${Object.keys(flows).join(', ')}.`,
    );
  }
  if (!client.flows.includes(needed)) {
    const name = flow === 'USER_SRP_AUTH' || flow.startsWith('REFRESH') ? `${flow} is` : `${flow} flow`;
    const said = name.endsWith('is')
      ? `${name} not enabled for the client.`
      : `${name} not enabled for this client`;
    throw new CognitoException(
      flow.startsWith('REFRESH') ? 'NotAuthorizedException' : 'InvalidParameterException',
      said,
    );
  }
  if (flow.startsWith('REFRESH')) return refresh(pool, client, parameters);
  return flow === 'USER_SRP_AUTH'
    ? beginSrp(pool, client, parameters)
    : withPassword(pool, client, parameters);
}

function parameter(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

async function withPassword(pool: Pool, client: AppClient, parameters: Parameters): Promise<object> {
  const username = parameter(parameters, 'USERNAME');
  const password = parameter(parameters, 'PASSWORD');
  checkSecretHash(client, [username], parameters.SECRET_HASH);
  const user = findUser(pool, client, username);
  if (!user || !matchesVerifier(user.password, pool.store.poolName, user.username, password))
    throw wrongPassword();
  return finish(pool, client, user);
}

function beginSrp(pool: Pool, client: AppClient, parameters: Parameters): object {
  const username = parameter(parameters, 'USERNAME');
  const clientKey = parameter(parameters, 'SRP_A');
  checkSecretHash(client, [username], parameters.SECRET_HASH);
  if (!isClientKey(clientKey)) throw invalidParameter('Invalid SRP_A');
  const user = findUser(pool, client, username);
  // Where the client hides who exists, an unknown user is challenged like any other and fails at the proof.
  const verifier = user?.password ?? makeVerifier(pool.store.poolName, username, crypto.randomUUID());
  const keys = makeServerKeys(verifier);
  const name = user?.username ?? username;
  const secretBlock = pool.sessions.open({
    name: 'PASSWORD_VERIFIER',
    clientId: client.id,
    username: name,
    clientKey,
    keys,
  });
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      USERNAME: name,
      USER_ID_FOR_SRP: name,
      SALT: verifier.salt,
      SRP_B: keys.publicKey,
      SECRET_BLOCK: secretBlock,
    },
  };
}

/**
 * A user who may try to sign in, or undefined where the client hides that there is none.
 *
 * @throws CognitoException `UserNotFoundException`, or `NotAuthorizedException` for a disabled user.
 */
export function findUser(pool: Pool, client: AppClient, username: string): User | undefined {
  const user = pool.store.user(username);
  if (!user && client.preventUserExistenceErrors === 'LEGACY') {
    throw new CognitoException('UserNotFoundException', 'User does not exist.');
  }
  if (user && !user.enabled) throw new CognitoException('NotAuthorizedException', 'User is disabled.');
  return user;
}

/** What follows a right password: tokens, or what has to be done first. */
export async function finish(pool: Pool, client: AppClient, user: User): Promise<object> {
  if (user.status === 'UNCONFIRMED')
    throw new CognitoException('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'RESET_REQUIRED') {
    throw new CognitoException('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    const session = pool.sessions.open({
      name: 'NEW_PASSWORD_REQUIRED',
      clientId: client.id,
      username: user.username,
    });
    return {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: session,
      ChallengeParameters: {
        USER_ID_FOR_SRP: user.username,
        requiredAttributes: '[]',
        userAttributes: JSON.stringify(user.attributes),
      },
    };
  }
  return { ChallengeParameters: {}, AuthenticationResult: await issueTokens(pool, client, user) };
}
