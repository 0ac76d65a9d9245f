/** An exception as Amazon Cognito answers it: HTTP 400 with `__type` and `message`. */
export class CognitoException extends Error {
  override readonly name = 'CognitoException';
  /** AWS's exception name, such as `NotAuthorizedException`. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export const notAuthorized = (message: string): CognitoException =>
  new CognitoException('NotAuthorizedException', message);

export const wrongPassword = (): CognitoException => notAuthorized('Incorrect username or password.');

export const invalidSession = (): CognitoException => notAuthorized('Invalid session for the user.');

export const invalidParameter = (message: string): CognitoException =>
  new CognitoException('InvalidParameterException', message);

/** What AWS has and this server has not: refused by name rather than answered wrongly. */
export const unsupported = (what: string): CognitoException =>
  invalidParameter(`${what} is not supported by the local user pool.`);
