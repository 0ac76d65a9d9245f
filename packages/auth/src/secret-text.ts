import { AuthError, type AuthErrorCode } from './errors.ts';

/**
 * A secret, or a function that gets it. Once the server has refused what the function gave, it is asked again with that: it
 * may have another by now, because the secret was changed meanwhile. Giving the same again ends the matter.
 */
export type SecretText = string | ((refused?: string) => string | Promise<string>);

/**
 * Does something with a secret, and once more with another where the first is refused with `code`.
 *
 * @throws Whatever `use` throws.
 */
export async function withSecret<Result>(
  secret: SecretText,
  code: AuthErrorCode,
  use: (value: string) => Promise<Result>,
): Promise<Result> {
  if (typeof secret === 'string') return use(secret);
  const value = await secret();
  try {
    return await use(value);
  } catch (error) {
    if (!(error instanceof AuthError) || error.code !== code) throw error;
    const other = await secret(value);
    if (other === value) throw error;
    return use(other);
  }
}
