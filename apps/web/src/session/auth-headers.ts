import type { HeadersSource } from '@postern/client';
import { fetchAuthSession } from 'aws-amplify/auth';
import { SessionEndedError } from '../errors.ts';

/**
 * The headers of whoever is signed in. Amplify refreshes an expired token; one that the API refused is refreshed at once.
 *
 * @param onEnded - Called when there are no tokens any more.
 */
export function authHeaders(onEnded: () => void): HeadersSource {
  return async ({ rejected }) => {
    const { tokens } = await fetchAuthSession({ forceRefresh: rejected !== undefined });
    if (!tokens) {
      onEnded();
      throw new SessionEndedError('Your session has ended. Sign in again.');
    }
    return { Authorization: tokens.accessToken.toString() };
  };
}
