import { mayCall, type MayCall, type TypedOperation } from '@postern/client';
import { useCaller } from '../api/caller.ts';

/** What the operations' access is asked of; their types do not matter to it. */
export type AnyOperation = Pick<TypedOperation, 'name' | 'kind' | 'access'>;

/** Whether whoever is signed in may call an operation: the access table's answer, as codegen wrote it down. */
export function useAccess(operation: AnyOperation): MayCall {
  return mayCall(operation, useCaller().identity.groups);
}
