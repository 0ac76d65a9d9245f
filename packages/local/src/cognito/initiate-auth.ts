import { checkPool, findClient } from './app-client.ts';
import { beginChoice } from './choice.ts';
import { beginCustomAuth } from './custom-auth.ts';
import { adminFlows, chooseWay, userFlows, type Flows } from './flows.ts';
import { optionalString, requiredString, stringMap, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import { refresh } from './refresh.ts';
import { beginSrp, withPassword } from './sign-in.ts';

/** `InitiateAuth`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html */
export function initiateAuth(pool: Pool, input: Input): Promise<object> {
  return begin(pool, input, userFlows);
}

/** `AdminInitiateAuth`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html */
export function adminInitiateAuth(pool: Pool, input: Input): Promise<object> {
  checkPool(pool, input);
  return begin(pool, input, adminFlows);
}

async function begin(pool: Pool, input: Input, flows: Flows): Promise<object> {
  const flow = requiredString(input, 'AuthFlow');
  const client = findClient(pool, input);
  const parameters = stringMap(input, 'AuthParameters');
  switch (chooseWay(flows, flow, client)) {
    case 'refresh':
      return refresh(pool, client, parameters);
    case 'srp':
      return beginSrp(pool, client, parameters);
    case 'password':
      return withPassword(pool, client, parameters);
    case 'choice':
      return beginChoice(pool, client, parameters, optionalString(input, 'Session'));
    case 'custom':
      return beginCustomAuth(pool, client, parameters);
  }
}
