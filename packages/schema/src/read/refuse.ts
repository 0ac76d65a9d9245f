import type { ASTNode } from 'graphql';
import { SchemaError, type SchemaErrorCode } from '../errors.ts';
import { locate } from './locate.ts';

/** The error for a mistake at a node: what is wrong there, and how to mend it. */
export function refusal(
  code: SchemaErrorCode,
  node: ASTNode | undefined,
  problem: string,
  hint?: string,
): SchemaError {
  return new SchemaError(code, problem, { locations: locate(node), ...(hint === undefined ? {} : { hint }) });
}
