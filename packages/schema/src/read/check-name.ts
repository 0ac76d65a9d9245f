import type { ASTNode } from 'graphql';
import type { SchemaErrorCode } from '../errors.ts';
import { refusal } from './refuse.ts';

/** Checks that a text that names something generated is a name in GraphQL. @throws SchemaError with the code given. */
export function checkName(text: string, node: ASTNode | undefined, code: SchemaErrorCode): void {
  if (/^[_A-Za-z][_0-9A-Za-z]*$/.test(text)) return;
  const hint = 'Use letters, digits and underscores, and begin with no digit.';
  throw refusal(code, node, `${JSON.stringify(text)} is no name.`, hint);
}
