import type { OperationAccess } from './operation.ts';

/** The callers that are no user of the user pool, by their keys in {@link OperationAccess}. */
type OtherKind = Exclude<keyof OperationAccess, 'groups' | 'user' | 'owner'>;

/** Somebody who calls, as far as the access table can tell callers apart. */
export interface Identity {
  /** @defaultValue `user`, somebody signed in to the user pool */
  readonly kind?: 'user' | OtherKind;
  /** A user's groups, as the token's `cognito:groups` has them. @defaultValue none */
  readonly groups?: readonly string[];
}

/** The answers that an operation's access has for a caller; `unknown` callers and groups get the benefit of the doubt. */
type AnswersFor<Access extends OperationAccess, Caller extends Identity> = Caller extends {
  readonly kind: infer Kind extends OtherKind;
}
  ? Access[Kind]
  : Caller extends { readonly groups: readonly (infer Group extends string)[] }
    ? Access['user'] | AnswerForGroup<Access, Group>
    : 'allow';

type AnswerForGroup<Access extends OperationAccess, Group extends string> = string extends Group
  ? 'allow'
  : Group extends keyof Access['groups']
    ? Access['groups'][Group]
    : never;

type Description<Caller extends Identity, Name extends string> = Caller extends {
  readonly kind: infer Kind extends OtherKind;
}
  ? `A caller of kind ${Kind} may never call ${Called<Name>}.`
  : Caller extends { readonly groups: readonly (infer Group extends string)[] }
    ? [Group] extends [never]
      ? `A user in no group may never call ${Called<Name>}.`
      : `Members of ${Group} may never call ${Called<Name>}.`
    : never;

type Called<Name extends string> = string extends Name ? 'this operation' : Name;

/**
 * What an operation has to be, beyond its own type, for a caller to be let in by the compiler: nothing more, unless the
 * rules deny it to this caller whatever the record. What depends on the record compiles. The compiler's error shows
 * `denied`, a sentence with the names of operation and group.
 */
export type CallableBy<
  Access extends OperationAccess,
  Caller extends Identity,
  Name extends string = string,
> =
  // Nothing is to be inferred from this, and trying would cost the compiler more than all the rest of a call.
  NoInfer<
    [AnswersFor<Access, Caller>] extends ['deny'] ? { readonly denied: Description<Caller, Name> } : unknown
  >;
