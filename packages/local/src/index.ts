export type {
  FunctionEnvironment,
  FunctionEvent,
  FunctionsFactory,
  LambdaHandler,
} from './appsync/functions.ts';
export type { Authorizer, AuthorizerAnswer, AuthorizerEvent } from './appsync/lambda-authorizer.ts';
export type { OidcProvider } from './appsync/oidc.ts';
export type { CodeMessage } from './cognito/code-message.ts';
export type { DeviceTracking, FirstFactor, SecondFactor, SignInOptions } from './cognito/sign-in-settings.ts';
export type { TriggerEvent, TriggerHandler, Triggers } from './cognito/trigger-handlers.ts';
export type { Fault, Faults, FaultScope } from './faults.ts';
export type { LocalRole, Trusted } from './identity/local-roles.ts';
export type { RoleMapping } from './identity/role-mapping.ts';
export type { AmplifyOutputs } from './outputs.ts';
export { parseFault } from './parse-fault.ts';
export type { AwsCredentials } from './sigv4/principal.ts';
export type { LocalUser } from './set-up-pool.ts';
export { startLocal, type Local, type LocalOptions } from './start-local.ts';
export type { Item } from './store/item-store.ts';
