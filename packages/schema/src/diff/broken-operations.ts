import { validate } from 'graphql';
import type { Identity } from '../access/decide.ts';
import { decideOperation, staticGroups } from '../access/operation-access.ts';
import type { SchemaLocation } from '../errors.ts';
import type { ExpandedSchema } from '../expand.ts';
import { explainAccess } from '../explain/explain-access.ts';
import { identityLabel } from '../explain/identity-names.ts';
import type { NamedOperation } from '../operations/split-operations.ts';
import { inWords } from './sentence.ts';

/** An operation that the new schema breaks. */
export interface BrokenOperation {
  readonly name: string;
  readonly location?: SchemaLocation;
  /** Sentences: what is invalid now, or who may no longer call it, and where it is denied. */
  readonly problems: readonly string[];
}

/** Finds the operations that were valid and are no longer, or that somebody could call and no longer can. */
export function brokenOperations(
  before: ExpandedSchema,
  after: ExpandedSchema,
  operations: readonly NamedOperation[],
): BrokenOperation[] {
  return operations.flatMap((operation) => {
    const problems = problemsOf(before, after, operation);
    const { name, location } = operation;
    return problems.length === 0 ? [] : [{ name, ...(location && { location }), problems }];
  });
}

function problemsOf(
  before: ExpandedSchema,
  after: ExpandedSchema,
  { document }: NamedOperation,
): readonly string[] {
  if (validate(before.schema, document).length > 0) return [];
  const errors = validate(after.schema, document);
  if (errors.length > 0) return errors.map(({ message }) => message.replace(/\.$/, ''));
  const groups = [...new Set([...staticGroups(before), ...staticGroups(after)])].sort();
  const user: Identity = { kind: 'user', groups: [] };
  const lost = (identity: Identity): boolean =>
    decideOperation(before, document, identity) !== 'deny' &&
    decideOperation(after, document, identity) === 'deny';
  const members = groups.map((group): Identity => ({ kind: 'user', groups: [group] }));
  const others = (['guest', 'iam', 'apiKey', 'oidc', 'lambda'] as const).map((kind): Identity => ({ kind }));
  return [user, ...members, ...others].filter(lost).map((identity) => {
    const paths = explainAccess(after, { document }, identity).denied.map(({ path }) => path);
    return `${inWords(identityLabel(identity))} may no longer call it: ${paths.join(', ')}`;
  });
}
