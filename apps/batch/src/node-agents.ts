import http from 'node:http';
import https from 'node:https';

/**
 * For a client of the AWS SDK: Node's own agents in place of the SDK's, so that its requests go through the proxies that Node knows
 * (`NODE_USE_ENV_PROXY`, or {@link reachThrough}).
 */
export function nodeAgents(): { readonly httpAgent: http.Agent; readonly httpsAgent: https.Agent } {
  return { httpAgent: http.globalAgent, httpsAgent: https.globalAgent };
}
