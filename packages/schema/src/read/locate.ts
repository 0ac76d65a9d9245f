import { getLocation, type ASTNode } from 'graphql';
import type { SchemaLocation } from '../errors.ts';

/** The place where a parsed node begins, as a list that {@link SchemaError} takes. */
export function locate(node: ASTNode | undefined): SchemaLocation[] {
  if (!node?.loc) return [];
  const { line, column } = getLocation(node.loc.source, node.loc.start);
  return [{ file: node.loc.source.name, line, column }];
}
