import { AuthError } from './errors.ts';

// Cognito locks a user after five wrong passwords, for longer each time.
// Source: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html
const restMs = 60_000;

/**
 * Remembers the password that was refused last, so that a program which goes on asking for tokens does not lock its user
 * out: the same password is not sent again for a minute.
 */
export function refusalMemory(now: () => number) {
  let refused: { readonly password: string; readonly error: AuthError; readonly at: number } | undefined;
  return async <Result>(password: string, signIn: () => Promise<Result>): Promise<Result> => {
    if (refused?.password === password && refused.at + restMs > now()) {
      throw new AuthError(refused.error.code, refused.error.message, { cause: refused.error.cause });
    }
    try {
      return await signIn();
    } catch (error) {
      const wrong = error instanceof AuthError && error.code === 'wrong-password';
      if (wrong) refused = { password, error, at: now() };
      throw error;
    }
  };
}
