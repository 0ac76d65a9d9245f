import type { AccessColumn } from './access-columns.ts';
import { DecisionBadge } from './decision-badge.tsx';
import { useAccess, type AnyOperation } from './use-access.ts';

/** One operation of the matrix. */
export function AccessRow({
  operation,
  columns,
}: {
  readonly operation: AnyOperation;
  readonly columns: readonly AccessColumn[];
}) {
  const { decision, reason } = useAccess(operation);
  return (
    <tr>
      <th scope="row">
        {operation.name} <span className="kind">{operation.kind}</span>
      </th>
      <td className="you">
        <DecisionBadge decision={decision} /> {reason !== '' && <span className="reason">{reason}</span>}
      </td>
      {columns.map(({ title, answer }) => (
        <td key={title}>
          <DecisionBadge decision={answer(operation.access)} />
        </td>
      ))}
    </tr>
  );
}
