import type { CognitoAddress } from './cognito-client.ts';
import { AuthError } from './errors.ts';

/** Checks what a user pool source is made from. @throws AuthError `not-configured`, naming the option. */
export function checkOptions(options: CognitoAddress & { readonly username: string }): void {
  for (const name of ['region', 'userPoolId', 'clientId', 'username'] as const) {
    if (typeof options[name] !== 'string' || options[name].trim() === '') throw bad(name, 'is missing');
  }
  const { userPoolId, region, endpoint } = options;
  const [, poolRegion] = /^([\w-]+)_[0-9a-zA-Z]+$/.exec(userPoolId) ?? [];
  if (poolRegion === undefined) {
    throw bad('userPoolId', `is "${userPoolId}"; a user pool's id looks like eu-west-1_AbC123dEf`);
  }
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw bad('endpoint', 'is no http or https address');
  }
  // Elsewhere than at AWS an id may begin with anything.
  if (endpoint === undefined && poolRegion !== region) {
    throw bad('region', `is ${region}, but user pool ${userPoolId} is in ${poolRegion}. Check AWS_REGION`);
  }
}

function bad(option: string, what: string): AuthError {
  return new AuthError('not-configured', `The option ${option} ${what}.`);
}
