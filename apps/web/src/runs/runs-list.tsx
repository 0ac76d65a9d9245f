import { ListBatchOperations } from '@postern/graphql';
import { OperationButton } from '../access/operation-button.tsx';
import { ListFoot } from '../feedback/list-foot.tsx';
import { RunRow } from './run-row.tsx';
import { useRuns } from './use-runs.ts';

const columns = ['Run', 'Status', 'Items', 'Started', 'Ended'];

/** The table of runs. */
export function RunsList() {
  const list = useRuns();
  return (
    <>
      <div className="tools">
        <OperationButton operation={ListBatchOperations} busy={list.busy} onPress={list.reload}>
          Reload
        </OperationButton>
      </div>
      {list.rows.length > 0 && (
        <table role="table" className="runs" aria-label="Runs">
          <thead role="rowgroup">
            <tr role="row">
              {columns.map((title) => (
                <th role="columnheader" scope="col" key={title}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {list.rows.map((row) => (
              <RunRow key={row.item.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
      <ListFoot list={list} what="runs" />
    </>
  );
}
