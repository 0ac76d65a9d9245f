import type { SchemaLocation } from '../errors.ts';

/** An operation on a model that a rule can allow. */
export type AccessOperation = 'create' | 'update' | 'delete' | 'get' | 'list' | 'sync' | 'listen' | 'search';

/** Every operation, in the order that rows print them. */
export const accessOperations: readonly AccessOperation[] = [
  'create',
  'update',
  'delete',
  'get',
  'list',
  'sync',
  'listen',
  'search',
];

/** The operations that `read` stands for. */
export const readOperations: readonly AccessOperation[] = ['get', 'list', 'search', 'listen', 'sync'];

export type AccessProvider = 'userPools' | 'iam' | 'identityPool' | 'apiKey' | 'oidc' | 'function';

export type AccessStrategy = 'owner' | 'groups' | 'private' | 'public' | 'custom';

/** One role's access to one field: a row of the access table, as AWS's transformer computes it. */
export interface AccessRow {
  /** The model, or `Type:field` for a field with rules on a type that is not a model. */
  readonly type: string;
  readonly field: string;
  readonly provider: AccessProvider;
  readonly strategy: AccessStrategy;
  /** False when the record decides: owner and dynamic groups. */
  readonly static: boolean;
  /** The claim that is compared, or the role for IAM. */
  readonly claim: string | null;
  /** The group, or the field of the record that holds owner or groups. */
  readonly entity: string | null;
  readonly operations: readonly AccessOperation[];
}

/** One rule of an `@auth` directive, as the source has it. */
export interface AccessRule {
  /** Such as `{allow: groups, groups: ["Admin"]}`. */
  readonly text: string;
  /** Where the rule begins; absent for one that no file has. */
  readonly location?: SchemaLocation;
}
