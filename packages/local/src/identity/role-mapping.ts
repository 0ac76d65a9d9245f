import { CognitoException, notAuthorized } from '../cognito/exception.ts';
import type { Claims } from '../cognito/verify-token.ts';
import type { LocalRoles, RoleSession } from './local-roles.ts';

/** What becomes of a user whose token prefers no role: the role of everybody who is signed in, or none. */
export type RoleMapping = { readonly ambiguous: 'authenticated' | 'deny' };

/**
 * The role that a user gets instead of the one of everybody who is signed in: the one that was asked for, among those of the
 * token, or else the one that the token prefers.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 * @returns undefined for the usual one.
 * @throws CognitoException `NotAuthorizedException` or `InvalidIdentityPoolConfigurationException`.
 */
export function mappedRole(
  { roles, roleMapping }: { readonly roles: LocalRoles; readonly roleMapping?: RoleMapping | undefined },
  claims: Claims | undefined,
  custom: string | undefined,
  session: string,
): RoleSession | undefined {
  const offered = claims?.['cognito:roles'];
  if (custom !== undefined) {
    if (!roleMapping || !Array.isArray(offered) || !offered.includes(custom)) {
      throw notAuthorized('Logins token is not allowed to assume the role of CustomRoleArn.');
    }
    return known(roles, custom, session);
  }
  if (!roleMapping || !claims) return undefined;
  const preferred = claims['cognito:preferred_role'];
  if (typeof preferred === 'string') return known(roles, preferred, session);
  if (roleMapping.ambiguous === 'authenticated') return undefined;
  throw notAuthorized(
    'Ambiguous role resolution: the token prefers no role, and the identity pool denies that.',
  );
}

function known(roles: LocalRoles, arn: string, name: string): RoleSession {
  const session = roles.session(arn, name, 'users');
  if (session) return session;
  throw new CognitoException(
    'InvalidIdentityPoolConfigurationException',
    'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
  );
}
