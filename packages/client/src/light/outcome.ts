import type { TypedOperation } from '../operation.ts';
import { anyError, type Reply } from '../reply.ts';
import { settle, type CallResult } from '../settle.ts';

/** What an answer with errors comes to. @throws CallError */
export function outcome<Result>(
  operation: Pick<TypedOperation, 'name' | 'rootFields'>,
  reply: Reply,
  { attempts, strict }: { readonly attempts: number; readonly strict: boolean },
): CallResult<Result> {
  const error = anyError(reply, { operationName: operation.name, attempts });
  if (error) throw error;
  return settle(operation, reply, { attempts, strict });
}
