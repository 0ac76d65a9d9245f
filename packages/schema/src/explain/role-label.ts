import type { AccessRow } from '../access/access-row.ts';

/** Names whom a row of the access table speaks of, in the words that {@link parseIdentity} takes where there are such. */
export function roleLabel(
  row: Pick<AccessRow, 'provider' | 'strategy' | 'static' | 'claim' | 'entity'>,
): string {
  const { provider, strategy, static: isStatic, claim, entity } = row;
  const from = provider === 'oidc' ? 'oidc ' : '';
  // Groups decide in every rule that names some, whatever it allows otherwise.
  const isGroup = strategy === 'groups' || (isStatic && entity !== null);
  if (isGroup) {
    const usual = claim === 'cognito:groups' ? '' : ` (claim ${claim})`;
    return `${from}group:${isStatic ? entity : `<${entity}>`}${usual}`;
  }
  switch (strategy) {
    case 'owner': {
      const usual = entity === 'owner' && claim === 'sub::username';
      return `${from}owner${usual ? '' : ` (${entity} = ${claim})`}`;
    }
    case 'private':
      if (provider === 'userPools') return 'user';
      return provider === 'oidc' ? 'oidc' : 'iam';
    case 'public':
      return provider === 'apiKey' ? 'api-key' : 'guest';
    case 'custom':
      return 'lambda';
  }
}
