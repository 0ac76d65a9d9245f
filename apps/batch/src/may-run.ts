import type { WhoAmI } from '@postern/auth';
import { mayCall } from '@postern/client';
import { CreateBatchOperation, GetItem, ItemsByStatus, UpdateItem } from '@postern/graphql';
import { NotAllowedError } from './errors.ts';

/**
 * Says no before anything is done where the access table already does.
 *
 * @throws NotAllowedError naming the operation and who may call it.
 */
export function assertMayRun({ username, groups }: WhoAmI): void {
  for (const operation of [CreateBatchOperation, ItemsByStatus, GetItem, UpdateItem]) {
    const { decision, reason } = mayCall(operation, groups);
    if (decision !== 'deny') continue;
    const own = reason.replace('You are in', `${username} is in`);
    throw new NotAllowedError(
      `${username} may not run this job: ${operation.name} is refused. ${own} Add the user to the group BatchProcessor.`,
    );
  }
}
