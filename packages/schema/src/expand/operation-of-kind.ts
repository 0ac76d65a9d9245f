import type { AccessOperation } from '../access/access-row.ts';
import type { RootFieldInfo } from '../model.ts';

/** Which operation of a rule lets callers use a root field, by the kind of the field. */
export const operationOfKind: Readonly<Partial<Record<RootFieldInfo['kind'], AccessOperation>>> = {
  get: 'get',
  list: 'list',
  index: 'list',
  create: 'create',
  update: 'update',
  delete: 'delete',
  subscribe: 'listen',
  search: 'search',
};
