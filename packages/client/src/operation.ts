/** What the access table says of one caller and one operation, before any record is known. */
export type Decision = 'allow' | 'deny' | 'depends';

/**
 * Who may call an operation, selections included: the access table's answer, computed at codegen.
 *
 * `groups` names every group that a static rule mentions; a group that is not named gets `user`'s answer.
 */
export interface OperationAccess {
  /** Answer for members of each statically named user pool group. */
  readonly groups: Readonly<Record<string, Decision>>;
  /** Answer for any signed-in user pool user, whatever the groups. */
  readonly user: Decision;
  /** Answer for the record's owner: `depends` where an owner rule could let a user through, else `user`'s. */
  readonly owner: Decision;
  /** Answer for unauthenticated identity-pool credentials. */
  readonly guest: Decision;
  /** Answer for IAM principals (their IAM policy decides in addition). */
  readonly iam: Decision;
  readonly apiKey: Decision;
  readonly oidc: Decision;
  readonly lambda: Decision;
}

/** A GraphQL operation kind. */
export type OperationKind = 'query' | 'mutation' | 'subscription';

/** One root field of an operation, with what paging and aliasing need to know of it. */
export interface RootField {
  /** The schema's field name, such as `updateItem`. */
  readonly field: string;
  /** The key under which the result appears: the alias, or the field name. */
  readonly responseKey: string;
  /** Whether the field returns a connection (`items`, `nextToken`) and both are selected. */
  readonly connection: boolean;
}

/**
 * A generated operation: its text, its types and who may call it.
 *
 * The first two type parameters are carried by the optional phantom `__types` and cost nothing at run time.
 */
export interface TypedOperation<
  Result = unknown,
  Variables = Record<string, unknown>,
  Access extends OperationAccess = OperationAccess,
  Name extends string = string,
> {
  readonly kind: OperationKind;
  readonly name: Name;
  /** The whole document as sent: the operation and every fragment it needs. */
  readonly text: string;
  /** Declared variables in order, each with its GraphQL type, such as `{ input: 'UpdateItemInput!' }`. */
  readonly variables: Readonly<Record<string, string>>;
  /** The text between the operation's outermost braces; what an aliased batch repeats. */
  readonly body: string;
  /** The fragment definitions that `body` uses, printed; empty when it uses none. */
  readonly fragments: string;
  readonly rootFields: readonly RootField[];
  readonly access: Access;
  readonly __types?: (variables: Variables) => Result;
}

/** The result type of a {@link TypedOperation}. */
export type ResultOf<Operation> =
  Operation extends TypedOperation<infer Result, infer _Variables, infer _Access> ? Result : never;

/** The variables type of a {@link TypedOperation}. */
export type VariablesOf<Operation> =
  Operation extends TypedOperation<infer _Result, infer Variables, infer _Access> ? Variables : never;
