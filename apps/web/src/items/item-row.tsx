import type { ReactNode } from 'react';
import type { Row } from '../api/row.ts';
import { FieldValue } from '../feedback/field-value.tsx';
import { StatusBadge } from '../feedback/status-badge.tsx';
import { Time } from '../feedback/time.tsx';
import { DeleteItemButton } from './delete-item-button.tsx';
import type { Item } from './item.ts';
import type { ItemEvents } from './item-events.ts';
import { SetStatus } from './set-status.tsx';

/** One item. */
export function ItemRow({
  row,
  selected,
  onSelect,
  ...events
}: ItemEvents & {
  readonly row: Row<Item>;
  readonly selected: boolean;
  readonly onSelect: (on: boolean) => void;
}) {
  const { item, denied } = row;
  const field = (name: keyof Item, title: string, value: ReactNode): ReactNode => (
    <td role="cell" data-title={title} className={`field-${name}`}>
      <FieldValue value={value} denied={denied.has(name)} />
    </td>
  );
  return (
    <tr role="row" aria-selected={selected}>
      <td role="cell" className="select">
        <input
          type="checkbox"
          aria-label={`Select ${item.name}`}
          checked={selected}
          onChange={({ target }) => onSelect(target.checked)}
        />
      </td>
      {field('name', 'Name', item.name)}
      {field('status', 'Status', item.status && <StatusBadge status={item.status} />)}
      {field('owner', 'Owner', item.owner && <Owner owner={item.owner} />)}
      {field('metadata', 'Metadata', item.metadata && <code title={item.metadata}>{item.metadata}</code>)}
      {field('lastProcessedAt', 'Processed', item.lastProcessedAt && <Time at={item.lastProcessedAt} />)}
      {field('updatedAt', 'Changed', item.updatedAt && <Time at={item.updatedAt} />)}
      <td role="cell" className="actions">
        <SetStatus item={item} {...events} />
        <DeleteItemButton item={item} {...events} />
      </td>
    </tr>
  );
}

// AppSync writes the owner as `sub::username`; the name says more to a person.
function Owner({ owner }: { readonly owner: string }) {
  return <span title={owner}>{owner.split('::').at(-1)}</span>;
}
