/** Says in a sentence why signing in did not work and what to do, from what Cognito or Amplify threw. */
export function signInMessage(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  switch (name) {
    case 'NotAuthorizedException':
      return notAuthorized(message);
    case 'UserNotFoundException':
      return 'There is no such user. Check the user name.';
    case 'UserNotConfirmedException':
      return 'This user is not confirmed yet. Ask an administrator to confirm it.';
    case 'PasswordResetRequiredException':
      return 'The password was reset. Ask an administrator for a new one.';
    case 'InvalidPasswordException':
      return message.replace(
        'Password did not conform with policy: ',
        'The pool does not take this password: ',
      );
    case 'LimitExceededException':
    case 'TooManyRequestsException':
    case 'TooManyFailedAttemptsException':
      return 'Too many attempts. Wait a few minutes and try again.';
    case 'ResourceNotFoundException':
      return 'The user pool does not know this page. Reload it; the backend may have been started anew.';
    case 'NetworkError':
      return 'The user pool cannot be reached. Check the connection, and that the backend is running.';
    default:
      return `Signing in failed: ${message}`;
  }
}

// One exception stands for many things; Cognito tells them apart by the text alone.
function notAuthorized(message: string): string {
  if (/disabled/i.test(message)) return 'This user is disabled. Ask an administrator to enable it.';
  if (/attempts exceeded/i.test(message)) return 'Too many attempts. Wait a few minutes and try again.';
  if (/temporary password has expired/i.test(message)) {
    return 'The temporary password has expired. Ask an administrator for a new one.';
  }
  if (/session/i.test(message)) return 'That took too long. Sign in again.';
  return 'Wrong user name or password.';
}
