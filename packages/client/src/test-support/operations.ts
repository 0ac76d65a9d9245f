import type { OperationAccess, TypedOperation } from '../operation.ts';

const nobody = { guest: 'deny', iam: 'allow', apiKey: 'deny', oidc: 'deny', lambda: 'deny' } as const;

/** Admins may, owners perhaps. */
export const access: OperationAccess = {
  groups: { Admin: 'allow', Viewer: 'deny' },
  user: 'depends',
  owner: 'depends',
  ...nobody,
};

interface Item {
  id: string;
  name: string | null;
}

export const GetItem: TypedOperation<{ getItem: Item | null }, { id: string }> = {
  kind: 'query',
  name: 'GetItem',
  text: 'query GetItem($id: ID!) { getItem(id: $id) { id name } }',
  variables: { id: 'ID!' },
  body: 'getItem(id: $id) { id name }',
  fragments: '',
  rootFields: [{ field: 'getItem', responseKey: 'getItem', connection: false }],
  access,
};

export const UpdateItem: TypedOperation<
  { updateItem: Item | null },
  { input: { id: string; name?: string }; condition?: object }
> = {
  kind: 'mutation',
  name: 'UpdateItem',
  text: 'mutation UpdateItem($input: UpdateItemInput!) { updateItem(input: $input) { ...Named } } fragment Named on Item { id name }',
  variables: { input: 'UpdateItemInput!' },
  body: 'updateItem(input: $input) { ...Named }',
  fragments: 'fragment Named on Item { id name }',
  rootFields: [{ field: 'updateItem', responseKey: 'updateItem', connection: false }],
  access,
};

export const ListItems: TypedOperation<
  { listItems: { items: (Item | null)[]; nextToken: string | null } | null },
  { limit?: number; nextToken?: string | null }
> = {
  kind: 'query',
  name: 'ListItems',
  text: 'query ListItems($limit: Int, $nextToken: String) { listItems(limit: $limit, nextToken: $nextToken) { items { id name } nextToken } }',
  variables: { limit: 'Int', nextToken: 'String' },
  body: 'listItems(limit: $limit, nextToken: $nextToken) { items { id name } nextToken }',
  fragments: '',
  rootFields: [{ field: 'listItems', responseKey: 'listItems', connection: true }],
  access,
};

type Connection = { items: (Item | null)[]; nextToken: string | null; scannedCount?: number | null };

export const ItemsByStatus: TypedOperation<
  { itemsByStatus: Connection | null },
  { status: string; limit?: number; nextToken?: string | null }
> = {
  kind: 'query',
  name: 'ItemsByStatus',
  text: 'query ItemsByStatus($status: String!, $limit: Int, $nextToken: String) { itemsByStatus(status: $status, limit: $limit, nextToken: $nextToken) { items { id name } nextToken } }',
  variables: { status: 'String!', limit: 'Int', nextToken: 'String' },
  body: 'itemsByStatus(status: $status, limit: $limit, nextToken: $nextToken) { items { id name } nextToken }',
  fragments: '',
  rootFields: [{ field: 'itemsByStatus', responseKey: 'itemsByStatus', connection: true }],
  access,
};

export const OnUpdateItem: TypedOperation<{ onUpdateItem: Item | null }, { filter?: object | null }> = {
  kind: 'subscription',
  name: 'OnUpdateItem',
  text: 'subscription OnUpdateItem($filter: JSON) { onUpdateItem(filter: $filter) { id name } }',
  variables: { filter: 'JSON' },
  body: 'onUpdateItem(filter: $filter) { id name }',
  fragments: '',
  rootFields: [{ field: 'onUpdateItem', responseKey: 'onUpdateItem', connection: false }],
  access,
};

export const OnCreateItem: TypedOperation<{ onCreateItem: Item | null }, Record<string, never>> = {
  kind: 'subscription',
  name: 'OnCreateItem',
  text: 'subscription OnCreateItem { onCreateItem { id name } }',
  variables: {},
  body: 'onCreateItem { id name }',
  fragments: '',
  rootFields: [{ field: 'onCreateItem', responseKey: 'onCreateItem', connection: false }],
  access,
};

export const CreateItem: TypedOperation<
  { createItem: { id: string } },
  { input: { id: string; name?: string } }
> = {
  kind: 'mutation',
  name: 'CreateItem',
  text: 'mutation CreateItem($input: CreateItemInput!) { createItem(input: $input) { id name } }',
  variables: { input: 'CreateItemInput!' },
  body: 'createItem(input: $input) { id name }',
  fragments: '',
  rootFields: [{ field: 'createItem', responseKey: 'createItem', connection: false }],
  access,
};
