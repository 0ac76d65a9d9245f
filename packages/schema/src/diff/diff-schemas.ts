import type { ExpandedSchema } from '../expand.ts';
import type { NamedOperation } from '../operations/split-operations.ts';
import type { AccessChange } from './access-change.ts';
import { accessChanges } from './access-changes.ts';
import { brokenOperations, type BrokenOperation } from './broken-operations.ts';
import { shapeChanges, type ShapeChange } from './shape-changes.ts';

/** What is different between two schemas. */
export interface SchemaDiff {
  /** Whether somebody may do what they could not do before. */
  readonly widened: boolean;
  /** Whether a change of shape is breaking, or an operation broke. */
  readonly breaks: boolean;
  readonly access: readonly AccessChange[];
  readonly operations: readonly BrokenOperation[];
  /** Breaking ones first. */
  readonly shape: readonly ShapeChange[];
}

/**
 * Compares two schemas: who may do what, what callers can ask for, and which operations break.
 *
 * @param operations - The operations of the workspace. @defaultValue none
 * @example
 * ```ts
 * const { widened, access } = await diffSchemas(expand(old), expand(now));
 * if (widened) throw new Error(access.map(({ text }) => text).join('\n'));
 * ```
 */
export async function diffSchemas(
  before: ExpandedSchema,
  after: ExpandedSchema,
  { operations = [] }: { readonly operations?: readonly NamedOperation[] } = {},
): Promise<SchemaDiff> {
  const access = accessChanges(before, after);
  const broken = brokenOperations(before, after, operations);
  const shape = await shapeChanges(before, after);
  return {
    widened: access.some(({ kind }) => kind === 'gained'),
    breaks: broken.length > 0 || shape.some(({ level }) => level === 'breaking'),
    access,
    operations: broken,
    shape,
  };
}
