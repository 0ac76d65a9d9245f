import type { TypedOperation } from '@postern/client';

/** What every contestant asks for: a list query whose answer has some 12 kB. */
export const text =
  'query ListItems($limit: Int) { listItems(limit: $limit) { items { id name status metadata createdAt updatedAt } nextToken } }';

export const variables = { limit: 50 };

const nobody = { guest: 'deny', iam: 'deny', apiKey: 'deny', oidc: 'deny', lambda: 'deny' } as const;

export const ListItems: TypedOperation<{ listItems: { items: { id: string }[] } }, typeof variables> = {
  kind: 'query',
  name: 'ListItems',
  text,
  variables: { limit: 'Int' },
  body: text.slice(text.indexOf('{') + 1, -1),
  fragments: '',
  rootFields: [{ field: 'listItems', responseKey: 'listItems', connection: true }],
  access: { groups: {}, user: 'allow', owner: 'allow', ...nobody },
};
