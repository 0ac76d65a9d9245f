import type { ExpandedSchema } from '@postern/schema';
import type { IamPrincipal } from '../sigv4/principal.ts';
import { fieldResource } from './field-resource.ts';
import { roleArn, sessionArn } from './roles.ts';

/** A role of the local backend. */
export interface LocalRole {
  /** The root fields that its policy allows, as `Query.getItem`, `Mutation.*` or `*`. @defaultValue none */
  readonly fields?: readonly string[];
  /** Whether its policy allows to administer users. @defaultValue `false` */
  readonly administersUsers?: boolean;
  /**
   * Whom it trusts: `callers`, who have AWS credentials that did not come from the identity pool, by `AssumeRole`; `users`,
   * signed in, and `guests` by way of the identity pool.
   *
   * @defaultValue callers and users
   */
  readonly trusts?: readonly Trusted[];
}

/** Whom a role may trust. */
export type Trusted = 'callers' | 'users' | 'guests';

/** A role's session to be. */
export type RoleSession = Pick<IamPrincipal, 'arn' | 'graphqlFields' | 'mayAdministerUsers'>;

/** The roles that somebody may take on. */
export interface LocalRoles {
  /** A session in a role, for whoever it trusts; undefined where there is no such role, or it does not. */
  session(arn: string, name: string, who: Trusted): RoleSession | undefined;
}

/**
 * Reads the roles that a backend is given.
 *
 * @throws TypeError for a name that no role can have, or a field that the schema does not have.
 */
export function readRoles(
  expanded: ExpandedSchema,
  given: Readonly<Record<string, LocalRole>>,
  taken: readonly string[],
): LocalRoles {
  const roles = new Map(
    Object.entries(given).map(([name, role]) => {
      if (!/^[\w+=,.@-]{1,64}$/.test(name) || taken.includes(name)) {
        throw new TypeError(
          `A role cannot be called ${name}: 1 to 64 letters, digits and +=,.@-, and not ${taken.join(', ')}.`,
        );
      }
      const fields = (role.fields ?? []).map((field) => fieldResource(expanded, field));
      return [roleArn(name), { ...role, name, fields }];
    }),
  );
  return {
    session(arn, session, who) {
      const role = roles.get(arn);
      if (!role || !(role.trusts ?? ['callers', 'users']).includes(who)) return undefined;
      return {
        arn: sessionArn(role.name, session),
        graphqlFields: role.fields,
        mayAdministerUsers: role.administersUsers ?? false,
      };
    },
  };
}
