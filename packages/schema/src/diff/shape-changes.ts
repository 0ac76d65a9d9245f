import type { ExpandedSchema } from '../expand.ts';

/** Whether callers break, may notice, or are safe. */
export type ShapeLevel = 'breaking' | 'dangerous' | 'safe';

/** One change of what callers can ask for and send. */
export interface ShapeChange {
  readonly level: ShapeLevel;
  /** What kind of change, such as `FIELD_REMOVED`. */
  readonly code: string;
  /** Such as `Item.note`. */
  readonly path: string;
  readonly message: string;
  /** Why it is of its level, where that is worth a sentence. */
  readonly reason?: string;
}

const levels: Readonly<Record<string, ShapeLevel>> = {
  BREAKING: 'breaking',
  DANGEROUS: 'dangerous',
  NON_BREAKING: 'safe',
};
const order: readonly ShapeLevel[] = ['breaking', 'dangerous', 'safe'];

/**
 * Compares what two expanded schemas offer; directives are left out, since the access changes tell what they mean.
 *
 * GraphQL Inspector does the comparing and is loaded when it is first needed.
 */
export async function shapeChanges(before: ExpandedSchema, after: ExpandedSchema): Promise<ShapeChange[]> {
  const { diff, DiffRule } = await import('@graphql-inspector/core');
  const found = await diff(before.schema, after.schema, [DiffRule.simplifyChanges]);
  return found
    .filter(({ type }) => !String(type).startsWith('DIRECTIVE_'))
    .map(({ type, path = '', message, criticality }): ShapeChange => {
      const { level, reason } = criticality;
      return {
        level: levels[level] ?? 'dangerous',
        code: String(type),
        path,
        message: message.replaceAll("'", '`'),
        ...(reason === undefined ? {} : { reason }),
      };
    })
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level) || (a.path < b.path ? -1 : 1));
}
