import type { CredentialSource } from './credential-source.ts';
import { readToken } from './tokens.ts';

/** Is whoever an API key stands for. */
export function apiKeySource({ apiKey }: { readonly apiKey: string }): CredentialSource {
  return {
    headers: () => Promise.resolve({ 'x-api-key': apiKey }),
    identity: () => Promise.resolve(undefined),
  };
}

/** Is whoever a token of a user pool speaks for. Nobody renews it. */
export function tokenSource({ token }: { readonly token: string }): CredentialSource {
  return {
    headers: () => Promise.resolve({ authorization: token }),
    identity: () => Promise.resolve(readToken(token)),
  };
}
