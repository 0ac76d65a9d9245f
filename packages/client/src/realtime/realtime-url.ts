// AWS's own domain names; every other is a domain of one's own.
const standard = /^https:\/\/\w{26}\.appsync-api\.[\w-]+\.amazonaws\.com(?:\.cn)?\/graphql$/i;

/**
 * The address of an endpoint's real-time side. For AWS's own domain names it is another host; for a domain of one's own it is the
 * same with `/realtime` after it.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
 */
export function realtimeUrl(endpoint: string): string {
  const url = standard.test(endpoint)
    ? endpoint.replace('.appsync-api.', '.appsync-realtime-api.')
    : `${endpoint}/realtime`;
  return url.replace(/^http/, 'ws');
}
