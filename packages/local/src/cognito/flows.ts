import type { AppClient, ExplicitAuthFlow } from './entities.ts';
import { invalidParameter } from './exception.ts';

/** How somebody signs in, whatever the flow is called. */
export type Way = 'srp' | 'password' | 'choice' | 'custom' | 'refresh';

interface Flow {
  readonly way: Way;
  /** What the app client has to allow. */
  readonly needs: ExplicitAuthFlow;
  /** What AWS says where it does not. */
  readonly refusal: string;
}

const srp: Flow = {
  way: 'srp',
  needs: 'ALLOW_USER_SRP_AUTH',
  refusal: 'USER_SRP_AUTH is not enabled for the client.',
};
const userPassword: Flow = {
  way: 'password',
  needs: 'ALLOW_USER_PASSWORD_AUTH',
  refusal: 'USER_PASSWORD_AUTH flow not enabled for this client',
};
const adminPassword: Flow = {
  way: 'password',
  needs: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  refusal: 'Auth flow not enabled for this client',
};
const choice: Flow = {
  way: 'choice',
  needs: 'ALLOW_USER_AUTH',
  refusal: 'USER_AUTH is not enabled for the client.',
};
const custom: Flow = {
  way: 'custom',
  needs: 'ALLOW_CUSTOM_AUTH',
  refusal: 'CUSTOM_AUTH is not enabled for the client.',
};
const refresh: Flow = {
  way: 'refresh',
  needs: 'ALLOW_REFRESH_TOKEN_AUTH',
  refusal: 'Refresh Token flow not enabled for this client',
};

/** The flows of an action, by the name that a caller gives. */
export type Flows = ReadonlyMap<string, Flow>;

const common = [
  ['USER_SRP_AUTH', srp],
  ['USER_AUTH', choice],
  ['CUSTOM_AUTH', custom],
  ['REFRESH_TOKEN_AUTH', refresh],
  ['REFRESH_TOKEN', refresh],
] as const;

/** What `InitiateAuth` takes. */
export const userFlows: Flows = new Map<string, Flow>([...common, ['USER_PASSWORD_AUTH', userPassword]]);

/** What `AdminInitiateAuth` takes; `ADMIN_NO_SRP_AUTH` is the old name. */
export const adminFlows: Flows = new Map<string, Flow>([
  ...common,
  ['ADMIN_USER_PASSWORD_AUTH', adminPassword],
  ['ADMIN_NO_SRP_AUTH', adminPassword],
]);

const elsewhere: readonly string[] = ['USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'];

/**
 * How to go about a flow.
 *
 * @throws CognitoException `InvalidParameterException` where the action or the app client does not take it.
 */
export function chooseWay(flows: Flows, name: string, client: AppClient): Way {
  const flow = flows.get(name);
  if (!flow) throw refusal(name);
  if (!client.flows.includes(flow.needs)) throw invalidParameter(flow.refusal);
  return flow.way;
}

function refusal(name: string): Error {
  // AWS's words for a flow of the other action: https://github.com/awsdocs/aws-doc-sdk-examples/issues/5289
  if (elsewhere.includes(name)) return invalidParameter('Initiate Auth method not supported.');
  const known = [
    ...elsewhere,
    'USER_AUTH',
    'USER_SRP_AUTH',
    'CUSTOM_AUTH',
    'REFRESH_TOKEN_AUTH',
    'REFRESH_TOKEN',
  ].sort();
  return invalidParameter(
    `1 validation error detected: Value at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: [${known.join(', ')}]`,
  );
}
