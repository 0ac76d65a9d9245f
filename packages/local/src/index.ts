export type {
  FunctionEnvironment,
  FunctionEvent,
  FunctionsFactory,
  LambdaHandler,
} from './appsync/functions.ts';
export type { AmplifyOutputs } from './outputs.ts';
export type { AwsCredentials } from './sigv4/principal.ts';
export { startLocal, type Local, type LocalOptions, type LocalUser } from './start-local.ts';
export type { Item } from './store/item-store.ts';
