import { header, type SignedRequest } from '../sigv4/signed-request.ts';
import { OAuthError } from './oauth-error.ts';

/**
 * Refuses a form that another site's page sends, which could sign a person in as somebody else without their notice. AWS's
 * pages have a token against that; browsers say themselves where a form is from, so that programs need none.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 * @throws OAuthError `invalid_request`, 403.
 */
export function checkOwnPage(request: SignedRequest): void {
  const site = header(request, 'sec-fetch-site');
  const origin = header(request, 'origin');
  // The pages send no referrer, and browsers then call the origin of their forms `null`.
  const isOurs =
    site === undefined
      ? origin === undefined || origin === 'null' || hostOf(origin) === header(request, 'host')
      : site === 'same-origin' || site === 'none';
  if (isOurs) return;
  throw new OAuthError('invalid_request', 'This form was sent by a page of another site.', {
    status: 403,
    isForPerson: true,
  });
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
