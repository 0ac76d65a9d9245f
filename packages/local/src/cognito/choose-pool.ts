import type { Input } from './input.ts';
import type { OpenPool, Pools } from './pools.ts';

/**
 * The pool that a request is about: the one that it names, or else the one of its app client, token or session.
 *
 * Where there is none it is the backend's own, whose actions then say what is wrong.
 */
export function choosePool(pools: Pools, input: Input): OpenPool {
  const { UserPoolId, ClientId, AccessToken, Session } = input;
  if (typeof UserPoolId === 'string') return pools.byId(UserPoolId) ?? pools.own;
  if (typeof ClientId === 'string') return pools.ofClient(ClientId) ?? pools.own;
  if (typeof AccessToken === 'string') return pools.ofToken(AccessToken) ?? pools.own;
  if (typeof Session === 'string') return pools.ofSession(Session) ?? pools.own;
  return pools.own;
}
