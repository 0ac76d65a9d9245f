import type { AppClient, ClientSecret } from './entities.ts';

/** The secrets of an app client, any of which proves it; none for a public client. */
export function secretsOf({ id, secret, secrets, createdAt = 0 }: AppClient): readonly ClientSecret[] {
  if (secrets) return secrets;
  return secret === null ? [] : [{ id: `${id}--0`, value: secret, createdAt }];
}
