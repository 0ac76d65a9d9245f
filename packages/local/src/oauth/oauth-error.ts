/** A request that one of the domain's endpoints refuses. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  /** OAuth's code, such as `invalid_grant`. */
  readonly code: string;
  readonly description: string | undefined;
  readonly status: number;
  /** Whether a person at a browser is told, and not a program. */
  readonly isForPerson: boolean;

  constructor(code: string, description?: string, options: { status?: number; isForPerson?: boolean } = {}) {
    super(description ?? code);
    this.code = code;
    this.description = description;
    this.status = options.status ?? 400;
    this.isForPerson = options.isForPerson ?? false;
  }
}
