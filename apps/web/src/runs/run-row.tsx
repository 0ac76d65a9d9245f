import type { ReactNode } from 'react';
import type { Row } from '../api/row.ts';
import { FieldValue } from '../feedback/field-value.tsx';
import { StatusBadge } from '../feedback/status-badge.tsx';
import { Time } from '../feedback/time.tsx';
import type { Run } from './use-runs.ts';

/** One run. */
export function RunRow({ row: { item: run, denied } }: { readonly row: Row<Run> }) {
  const field = (name: keyof Run, title: string, value: ReactNode): ReactNode => (
    <td role="cell" data-title={title} className={`field-${name}`}>
      <FieldValue value={value} denied={denied.has(name)} />
    </td>
  );
  return (
    <tr role="row">
      {field('operationType', 'Run', <span title={run.id}>{run.operationType}</span>)}
      {field('status', 'Status', run.status && <StatusBadge status={run.status} />)}
      {field('itemsProcessed', 'Items', run.itemsProcessed?.toLocaleString())}
      {field('startTime', 'Started', run.startTime && <Time at={run.startTime} />)}
      {field('endTime', 'Ended', run.endTime && <Time at={run.endTime} />)}
    </tr>
  );
}
