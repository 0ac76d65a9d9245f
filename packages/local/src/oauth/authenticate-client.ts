import { timingSafeEqual, createHash } from 'node:crypto';
import type { AppClient } from '../cognito/entities.ts';
import { secretsOf } from '../cognito/secrets-of.ts';
import { header, type SignedRequest } from '../sigv4/signed-request.ts';
import { OAuthError } from './oauth-error.ts';
import type { OAuthService } from './oauth-service.ts';

/**
 * The app client of a request, proven by its secret where it has one: in the `Authorization` header or in the form.
 *
 * @throws OAuthError `invalid_client`.
 */
export function authenticateClient(
  { pool }: OAuthService,
  request: SignedRequest,
  form: URLSearchParams,
): AppClient {
  const basic = readBasic(header(request, 'authorization'));
  const id = basic?.id ?? form.get('client_id') ?? '';
  const given = basic?.secret ?? form.get('client_secret') ?? undefined;
  const client = pool.store.client(id);
  if (!client) throw new OAuthError('invalid_client');
  const secrets = secretsOf(client);
  if (secrets.length === 0) return client;
  if (given === undefined || !secrets.some(({ value }) => isSame(value, given))) {
    throw new OAuthError('invalid_client', 'invalid_client_secret');
  }
  return client;
}

/** The app client that an `Authorization` header names, with its secret. */
export function readBasic(value: string | undefined): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic ([\w+/=-]+)$/i.exec(value ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(/:(.*)/s);
  return { id, secret };
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
