import { CognitoException, unsupported } from './exception.ts';
import { oneOf, optionalString, refuseOthers, requiredString, type Input } from './input.ts';
import type { TriggerEvent, TriggerHandler, Triggers } from './trigger-handlers.ts';

/** The functions of a backend, by name. */
export type FunctionsByName = Readonly<
  Record<string, ((event: never, context: { readonly functionName: string }) => unknown) | undefined>
>;

/** The triggers of a pool that are functions, by AWS's names, with the functions' ARNs. */
export type LambdaConfig = Readonly<Record<string, unknown>>;

const names: Readonly<Record<string, Exclude<keyof Triggers, 'preTokenGeneration'>>> = {
  PreSignUp: 'preSignUp',
  PostConfirmation: 'postConfirmation',
  PreAuthentication: 'preAuthentication',
  PostAuthentication: 'postAuthentication',
  CustomMessage: 'customMessage',
  UserMigration: 'userMigration',
  DefineAuthChallenge: 'defineAuthChallenge',
  CreateAuthChallenge: 'createAuthChallenge',
  VerifyAuthChallengeResponse: 'verifyAuthChallengeResponse',
};
const arnPattern = /^arn:[\w-]+:lambda:[\w-]*:\d*:function:[\w-]+(:[\w$-]+)?$/;

/**
 * Reads `LambdaConfig`: which functions of the backend are triggers of a pool.
 *
 * @throws CognitoException `InvalidParameterException`.
 */
export function readLambdaConfig(config: Input): LambdaConfig {
  refuseOthers(config, [...Object.keys(names), 'PreTokenGeneration', 'PreTokenGenerationConfig']);
  for (const name of [...Object.keys(names), 'PreTokenGeneration']) {
    if (config[name] != null) requiredString(config, name, arnPattern);
  }
  const later = config.PreTokenGenerationConfig as Input | null | undefined;
  if (later != null) {
    requiredString(later, 'LambdaArn', arnPattern);
    const version = oneOf(later, 'LambdaVersion', ['V1_0', 'V2_0', 'V3_0']);
    if (version === undefined) throw unsupported('PreTokenGenerationConfig without LambdaVersion');
  }
  return config;
}

/**
 * The triggers that a pool's `LambdaConfig` names.
 *
 * @param functions - Asked for when the first of them is called.
 */
export function configuredTriggers(
  config: LambdaConfig,
  functions: () => Promise<FunctionsByName>,
): Triggers {
  const found = Object.entries(names).flatMap(([key, name]) => {
    const arn = optionalString(config, key);
    return arn === undefined ? [] : [[name, byArn(key, arn, functions)] as const];
  });
  const { LambdaArn, LambdaVersion } = (config.PreTokenGenerationConfig ?? {}) as Record<string, string>;
  const arn = LambdaArn ?? optionalString(config, 'PreTokenGeneration');
  if (arn === undefined) return Object.fromEntries(found);
  const handler = byArn('PreTokenGeneration', arn, functions);
  const version = (LambdaVersion ?? 'V1_0') as 'V1_0' | 'V2_0' | 'V3_0';
  return { ...Object.fromEntries(found), preTokenGeneration: { version, handler } };
}

function byArn(trigger: string, arn: string, functions: () => Promise<FunctionsByName>): TriggerHandler {
  const functionName = arn.split(':')[6] ?? '';
  return async (event: TriggerEvent) => {
    const all = await functions();
    const found = Object.hasOwn(all, functionName) ? all[functionName] : undefined;
    if (found) return found(event as never, { functionName });
    throw new CognitoException(
      'UnexpectedLambdaException',
      `${trigger} invocation failed: the local backend has no function ${functionName}.`,
    );
  };
}
