import type { CredentialSource } from './credential-source.ts';
import { AuthError } from './errors.ts';
import { readToken, type WhoAmI } from './tokens.ts';
import { untilAborted } from './until-aborted.ts';

/** Is whoever an API key stands for. @throws AuthError `not-configured` when it can be none. */
export function apiKeySource({ apiKey }: { readonly apiKey: string }): CredentialSource {
  const key = headerValue(apiKey, 'apiKey');
  return {
    headers: () => Promise.resolve({ 'x-api-key': key }),
    identity: () => Promise.resolve(undefined),
  };
}

/**
 * Is whoever a token speaks for: of a user pool, of an OpenID Connect provider, or for a Lambda authorizer. Nobody renews a
 * text; a function is asked each time.
 *
 * @throws AuthError `not-configured` when it can be none.
 */
export function tokenSource({
  token,
}: {
  readonly token: string | (() => string | Promise<string>);
}): CredentialSource {
  const fixed = typeof token === 'string' ? headerValue(token, 'token') : undefined;
  const get = async (): Promise<string> =>
    fixed ?? headerValue(typeof token === 'string' ? token : await token(), 'token');
  return {
    headers: async ({ signal }) => ({ authorization: await untilAborted(get, signal) }),
    identity: async () => whoIs(await get()),
  };
}

function whoIs(token: string): WhoAmI | undefined {
  try {
    return readToken(token.replace(/^Bearer /i, ''));
  } catch {
    return undefined;
  }
}

// A line break at the end of a token comes from files and pipes. Anything else that no header may hold is refused here:
// fetch would do it with an error that quotes the token.
function headerValue(text: string, option: string): string {
  const value = text.trim();
  if (/^[\x20-\x7e]+$/.test(value)) return value;
  throw new AuthError(
    'not-configured',
    value === ''
      ? `The option ${option} is empty.`
      : `The option ${option} has characters that no header may hold. Check how it was copied.`,
  );
}
