import type { WhoAmI } from '@postern/auth';
import { mayCall } from '@postern/client';
import { CreateBatchOperation } from '@postern/graphql';
import { NotAllowedError } from './errors.ts';
import type { JobKind } from './jobs/job-kind.ts';

/**
 * Says no before anything is done where the access table already does.
 *
 * @throws NotAllowedError naming the operation and who may call it.
 */
export function assertMayRun({ username, groups }: WhoAmI, { operations }: JobKind): void {
  for (const operation of [CreateBatchOperation, ...operations]) {
    const { decision, reason } = mayCall(operation, groups);
    if (decision !== 'deny') continue;
    const own = reason.replace('You are in', `${username} is in`);
    throw new NotAllowedError(
      `${username} may not run this job: ${operation.name} is refused. ${own} Add the user to the group BatchProcessor.`,
    );
  }
}
