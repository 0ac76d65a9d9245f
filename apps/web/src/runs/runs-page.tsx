import { ListBatchOperations } from '@postern/graphql';
import { AccessNote } from '../access/access-note.tsx';
import { useAccess } from '../access/use-access.ts';
import { PageHeading } from '../shell/page-heading.tsx';
import { RunsList } from './runs-list.tsx';

/** The runs of the batch, for who may see them. */
export function RunsPage() {
  const { decision } = useAccess(ListBatchOperations);
  return (
    <>
      <PageHeading>Runs</PageHeading>
      <p className="notes">
        <AccessNote operation={ListBatchOperations} id="note-list-runs" action="Runs are closed to you" />
      </p>
      {decision !== 'deny' && <RunsList />}
    </>
  );
}
