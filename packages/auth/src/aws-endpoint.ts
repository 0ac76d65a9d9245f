/**
 * AWS's own endpoint of a service in a region.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/cognito_identity.html
 */
export function awsEndpoint(service: 'cognito-idp' | 'cognito-identity', region: string): string {
  return `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`;
}
