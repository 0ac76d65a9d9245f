import type { ASTNode } from 'graphql';
import { locate } from '../read/locate.ts';

/** What kind of finding it is; stable, for programs and for `# postern-ignore CODE: reason`. */
export type FindingCode =
  | 'syntax'
  | 'invalid-operation'
  | 'unreadable-field'
  | 'subscription-gets-null'
  | 'anonymous-operation'
  | 'duplicate-name'
  | 'list-without-next-token'
  | 'filter-empties-pages'
  | 'deprecated'
  | 'mutation-selects-nothing'
  | 'silence-without-reason'
  | 'silence-of-nothing';

/** Something in the operations that will not work, or not as it looks. */
export interface Finding {
  readonly code: FindingCode;
  /** The name that the source was given. */
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1. */
  readonly column: number;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What would be right, as a sentence. */
  readonly remedy: string;
}

/** A finding at a node. */
export function findingAt(
  node: ASTNode | undefined,
  finding: Pick<Finding, 'code' | 'message' | 'remedy'>,
): Finding {
  const [{ file, line, column } = { file: '', line: 1, column: 1 }] = locate(node);
  const { code, message, remedy } = finding;
  return { code, file, line, column, message, remedy };
}
