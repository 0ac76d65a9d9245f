/** Where in a schema source something was found; lines and columns count from 1. */
export interface SchemaLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What kind of mistake a {@link SchemaError} names; stable, for programs. */
export type SchemaErrorCode =
  | 'syntax'
  | 'duplicate'
  | 'reserved-name'
  | 'unknown-type'
  | 'unknown-field'
  | 'unknown-directive'
  | 'misplaced-directive'
  | 'repeated-directive'
  | 'unknown-argument'
  | 'missing-argument'
  | 'invalid-argument'
  | 'invalid-extension'
  | 'invalid-model'
  | 'invalid-auth'
  | 'invalid-key'
  | 'invalid-relation'
  | 'invalid-default'
  | 'invalid-function'
  | 'invalid-http'
  | 'invalid-searchable'
  | 'invalid-validate'
  | 'old-dialect'
  | 'unsupported';

/** What is wrong with a question about a schema; stable, for programs. */
export type QuestionErrorCode = 'unknown-identity' | 'unknown-field' | 'invalid-place' | 'nothing-to-allow';

/** A question that a schema has no answer to: the message says what is wrong with it, and what would be right. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';
  readonly code: QuestionErrorCode;

  constructor(code: QuestionErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A schema that cannot be read: what is wrong, where, and what would be right. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
  readonly code: SchemaErrorCode;
  readonly locations: readonly SchemaLocation[];
  /** How to mend it, as a sentence. */
  readonly hint: string | undefined;

  constructor(
    code: SchemaErrorCode,
    problem: string,
    options: { locations?: readonly SchemaLocation[]; hint?: string; cause?: unknown } = {},
  ) {
    const [first] = options.locations ?? [];
    const where = first ? `${first.file}:${first.line}:${first.column}: ` : '';
    super(`${where}${problem}${options.hint ? ` ${options.hint}` : ''}`, { cause: options.cause });
    this.code = code;
    this.locations = options.locations ?? [];
    this.hint = options.hint;
  }
}
