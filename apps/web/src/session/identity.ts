/** Who is signed in, as far as the page shows it. */
export interface Identity {
  readonly username: string;
  readonly groups: readonly string[];
}

/** Reads the identity out of an access token's claims. */
export function identityOf(claims: Readonly<Record<string, unknown>>): Identity {
  const { username, sub, 'cognito:groups': groups } = claims;
  return {
    username: String(username ?? sub),
    groups: Array.isArray(groups) ? groups.map(String) : [],
  };
}
