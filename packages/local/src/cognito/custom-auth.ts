import { isAnswerer, pretendedName } from './answerer.ts';
import { checkSecretHash } from './app-client.ts';
import { broughtDevice } from './device-tracking.ts';
import type { AppClient, User } from './entities.ts';
import { invalidParameter, invalidSession, unsupported, wrongPassword } from './exception.ts';
import type { Pool } from './pool.ts';
import type { CustomStep } from './sessions.ts';
import { afterFactors, beginSrp, findEnabledUser, parameter } from './sign-in.ts';
import type { Triggers } from './trigger-handlers.ts';
import { runTrigger, triggerAttributes, type TriggerCall } from './triggers.ts';

type Parameters = Readonly<Record<string, string>>;

/** Somebody on the way through challenges of the pool's own. */
interface Attempt {
  readonly pool: Pool;
  readonly client: AppClient;
  readonly username: string;
  /** Undefined where the client hides that there is no such user. */
  readonly user: User | undefined;
  /** What the client sent. */
  readonly parameters: Parameters;
}

/**
 * Begins a sign-in by challenges that the pool's triggers make.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */
export function beginCustomAuth(pool: Pool, client: AppClient, parameters: Parameters): Promise<object> {
  const username = parameter(parameters, 'USERNAME');
  checkSecretHash(client, [username], parameters.SECRET_HASH);
  const bySrp = parameters.CHALLENGE_NAME === 'SRP_A';
  if (bySrp) parameter(parameters, 'SRP_A');
  const user = findEnabledUser(pool, client, username);
  const name = user?.username ?? pretendedName(pool, username);
  const attempt = { pool, client, username: name, user, parameters };
  // The password first: what the client sent counts as a challenge that was met.
  return next(attempt, bySrp ? [met('SRP_A')] : []);
}

/** Goes on after what Cognito itself asked on the way: the password, a second factor. */
export function continueCustomAuth(
  pool: Pool,
  client: AppClient,
  user: User,
  history: readonly CustomStep[],
  deviceKey: string | undefined,
): Promise<object> {
  const parameters = deviceKey === undefined ? {} : { DEVICE_KEY: deviceKey };
  const attempt = { pool, client, username: user.username, user, parameters };
  return next(attempt, history);
}

/** A challenge of Cognito's own that was met, as triggers see it. */
export function met(challengeName: string): CustomStep {
  return { challengeName, challengeResult: true, challengeMetadata: null };
}

/** Takes the answer to such a challenge. */
export async function answerCustomChallenge(
  pool: Pool,
  client: AppClient,
  responses: Parameters,
  session: string,
): Promise<object> {
  const claimed = parameter(responses, 'USERNAME');
  const challengeAnswer = parameter(responses, 'ANSWER');
  checkSecretHash(client, [claimed], responses.SECRET_HASH);
  const challenge = pool.sessions.take(session, 'CUSTOM_CHALLENGE', client.id);
  const { username, privateParameters: privateChallengeParameters, metadata: challengeMetadata } = challenge;
  if (!isAnswerer(pool, username, claimed)) throw invalidSession();
  const user = findEnabledUser(pool, client, username);
  const attempt = { pool, client, username, user, parameters: responses };
  const { answerCorrect } = await ask(attempt, 'verifyAuthChallengeResponse', {
    request: { privateChallengeParameters, challengeAnswer },
    response: { answerCorrect: null },
  });
  const step = {
    challengeName: 'CUSTOM_CHALLENGE',
    challengeResult: answerCorrect === true,
    challengeMetadata,
  };
  return next(attempt, [...challenge.history, step]);
}

async function next(attempt: Attempt, history: readonly CustomStep[]): Promise<object> {
  const { pool, client, user } = attempt;
  const { challengeName, issueTokens, failAuthentication } = await ask(attempt, 'defineAuthChallenge', {
    request: { session: history },
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
  });
  if (failAuthentication === true) throw wrongPassword();
  if (issueTokens === true) {
    if (user?.status !== 'CONFIRMED') throw wrongPassword();
    const device = broughtDevice(pool, user, attempt.parameters.DEVICE_KEY);
    return afterFactors(pool, client, user, device?.key);
  }
  const mayProve = history.at(-1)?.challengeName === 'SRP_A';
  if (challengeName === 'PASSWORD_VERIFIER' && mayProve) {
    return beginSrp(pool, client, attempt.parameters, history);
  }
  if (challengeName !== 'CUSTOM_CHALLENGE') {
    throw unsupported(`The challenge ${String(challengeName)} within CUSTOM_AUTH`);
  }
  return challenge(attempt, history);
}

async function challenge(attempt: Attempt, history: readonly CustomStep[]): Promise<object> {
  const { pool, client, username } = attempt;
  const made = await ask(attempt, 'createAuthChallenge', {
    request: { challengeName: 'CUSTOM_CHALLENGE', session: history },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  });
  const privateParameters = (made.privateChallengeParameters ?? {}) as Record<string, unknown>;
  const metadata = typeof made.challengeMetadata === 'string' ? made.challengeMetadata : null;
  const open = {
    name: 'CUSTOM_CHALLENGE',
    clientId: client.id,
    username,
    history,
    privateParameters,
    metadata,
  } as const;
  return {
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session: pool.sessions.open(open),
    ChallengeParameters: { USERNAME: username, ...(made.publicChallengeParameters ?? {}) },
  };
}

type Name = 'defineAuthChallenge' | 'createAuthChallenge' | 'verifyAuthChallengeResponse';
const sources: Readonly<Record<Name & keyof Triggers, string>> = {
  defineAuthChallenge: 'DefineAuthChallenge_Authentication',
  createAuthChallenge: 'CreateAuthChallenge_Authentication',
  verifyAuthChallengeResponse: 'VerifyAuthChallengeResponse_Authentication',
};

async function ask(
  { pool, client, username, user }: Attempt,
  name: Name,
  { request, response }: Pick<TriggerCall, 'request' | 'response'>,
): Promise<Readonly<Record<string, unknown>>> {
  const about = { userAttributes: user ? triggerAttributes(user) : {}, userNotFound: user === undefined };
  const answered = await runTrigger(pool, name, {
    source: sources[name],
    username,
    clientId: client.id,
    request: { ...about, ...request },
    response,
  });
  if (answered) return answered;
  throw invalidParameter('Custom auth lambda trigger is not configured for the user pool.');
}
