import { isIntrospectionType, isObjectType } from 'graphql';
import type { ExpandedSchema } from '../expand.ts';
import type { AuthMode } from '../expand/auth-modes.ts';
import { fieldGroups, fieldModes } from './field-modes.ts';

/** What AppSync's own directives, or the API's default mode, say of one field. */
export interface DirectiveRow {
  readonly type: string;
  readonly field: string;
  /** In which modes the field may be reached. */
  readonly modes: readonly AuthMode[];
  /** The groups of which a user of the user pool must be in one; null where any user may pass. */
  readonly groups: readonly string[] | null;
}

/**
 * The access table of a schema by `@aws_*` directives and the default mode: a row for each field of each type, root types
 * first. For a plain AppSync schema this is all that decides; where there are models, `access.rows` are asked as well.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#using-additional-authorization-modes
 */
export function directiveRows(expanded: ExpandedSchema): DirectiveRow[] {
  const { schema } = expanded;
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const others = types.filter((type) => !isIntrospectionType(type) && !roots.includes(type));
  return [...roots, ...others].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}).map((field) => rowOf(expanded, type?.name ?? '', field)),
  );
}

function rowOf(expanded: ExpandedSchema, type: string, field: string): DirectiveRow {
  const modes = fieldModes(expanded, type, field);
  return { type, field, modes, groups: fieldGroups(expanded, type, field) ?? null };
}
