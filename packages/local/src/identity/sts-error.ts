/** A request that the Security Token Service refuses. */
export class StsError extends Error {
  override readonly name = 'StsError';
  /** AWS's code, such as `InvalidIdentityToken`. */
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}
