import type { IamPrincipal, PoolIdentity } from '../sigv4/principal.ts';

/** The account of everything local. */
export const account = '000000000000';

/** The roles of the identity pool, by who gets them. */
export const roleNames = { guest: 'unauthRole', signedIn: 'authRole' } as const;

/** A role's Amazon resource name. */
export function roleArn(name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/**
 * An identity with its role. Its policy is as wide as the API: what Amplify puts into these roles' policies follows from
 * the rules, which are asked for every field.
 */
export function principalFor(
  identity: PoolIdentity,
  session: string,
): Omit<IamPrincipal, 'credentials' | 'expiresAt'> {
  const role = identity.isGuest ? roleNames.guest : roleNames.signedIn;
  return {
    arn: sessionArn(role, session),
    graphqlFields: ['types/*'],
    mayAdministerUsers: false,
    identity,
  };
}

/** The Amazon resource name of a session in a role. */
export function sessionArn(role: string, session: string): string {
  return `arn:aws:sts::${account}:assumed-role/${role}/${session}`;
}
