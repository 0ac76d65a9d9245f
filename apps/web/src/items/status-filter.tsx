import type { ItemStatus } from '@postern/graphql';
import { statuses } from './item.ts';

/** Narrows the list down to one status. */
export function StatusFilter({
  value,
  onChange,
}: {
  readonly value: ItemStatus | undefined;
  readonly onChange: (status: ItemStatus | undefined) => void;
}) {
  return (
    <label className="inline">
      Show
      <select
        value={value ?? ''}
        onChange={({ target }) => onChange(statuses.find((status) => status === target.value))}
      >
        <option value="">all items</option>
        {statuses.map((status) => (
          <option key={status}>{status}</option>
        ))}
      </select>
    </label>
  );
}
