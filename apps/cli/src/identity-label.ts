import type { AccessRow } from '@postern/schema';

type Role = Pick<AccessRow, 'provider' | 'strategy' | 'static' | 'claim' | 'entity'>;

/** Names the caller that a row of the access table speaks of, in the words that the commands take. */
export function identityLabel({ provider, strategy, static: fixed, claim, entity }: Role): string {
  const from = provider === 'oidc' ? 'oidc ' : '';
  switch (strategy) {
    case 'groups': {
      const usual = claim === 'cognito:groups' ? '' : ` (claim ${claim})`;
      return `${from}group:${fixed ? entity : `<${entity}>`}${usual}`;
    }
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
