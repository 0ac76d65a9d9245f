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

export const wrongPassword = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Incorrect username or password.');

export const invalidSession = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user.');

export const invalidParameter = (message: string): CognitoException =>
  new CognitoException('InvalidParameterException', message);
