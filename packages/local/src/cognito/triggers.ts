import type { User } from './entities.ts';
import { CognitoException } from './exception.ts';
import type { Pool } from './pool.ts';
import type { TriggerEvent, TriggerHandler, Triggers } from './trigger-handlers.ts';

const names = {
  preSignUp: 'PreSignUp',
  postConfirmation: 'PostConfirmation',
  preAuthentication: 'PreAuthentication',
  postAuthentication: 'PostAuthentication',
  preTokenGeneration: 'PreTokenGeneration',
  customMessage: 'CustomMessage',
  userMigration: 'UserMigration',
  defineAuthChallenge: 'DefineAuthChallenge',
  createAuthChallenge: 'CreateAuthChallenge',
  verifyAuthChallengeResponse: 'VerifyAuthChallengeResponse',
} as const satisfies Record<keyof Triggers, string>;

/** One call of a trigger. */
export interface TriggerCall {
  /** Such as `PreSignUp_SignUp`. */
  readonly source: string;
  readonly username: string;
  readonly clientId: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** What the handler may change. */
  readonly response: object;
}

/**
 * Runs a trigger. Event and answer are copied as JSON, as they are between Cognito and Lambda.
 *
 * @returns The response; undefined where the pool has no such trigger.
 * @throws CognitoException `UserLambdaValidationException` with the handler's own message, `InvalidLambdaResponseException`.
 */
export async function runTrigger(
  pool: Pool,
  name: keyof Triggers,
  { source, username, clientId, request, response }: TriggerCall,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const given = pool.triggers[name];
  if (!given) return undefined;
  const { handler, version } = typeof given === 'function' ? { handler: given, version: 'V1_0' } : given;
  const event: TriggerEvent = {
    version: version.slice(1, 2),
    triggerSource: source,
    region: pool.region,
    userPoolId: pool.store.poolId,
    userName: username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request,
    response,
  };
  const answer = await call(names[name], handler, event);
  if (typeof answer === 'object' && answer !== null) return answer as Record<string, unknown>;
  throw new CognitoException('InvalidLambdaResponseException', 'Unrecognizable lambda output');
}

async function call(name: string, handler: TriggerHandler, event: TriggerEvent): Promise<unknown> {
  try {
    const answered = (await handler(
      JSON.parse(JSON.stringify(event)) as TriggerEvent,
    )) as TriggerEvent | null;
    return JSON.parse(JSON.stringify(answered?.response ?? null)) as unknown;
  } catch (error) {
    if (error instanceof CognitoException) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new CognitoException('UserLambdaValidationException', `${name} failed with error ${message}.`);
  }
}

/** A user's attributes as triggers see them. */
export function triggerAttributes(user: Pick<User, 'sub' | 'status' | 'attributes'>): Record<string, string> {
  return { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes };
}
