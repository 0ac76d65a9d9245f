import type { Row } from '../api/row.ts';
import type { Item } from './item.ts';
import type { ItemEvents } from './item-events.ts';
import { ItemRow } from './item-row.tsx';
import type { Selection } from './use-selection.ts';

const columns = ['Name', 'Status', 'Owner', 'Metadata', 'Processed', 'Changed', 'Actions'];

/** The table of items. The roles are spelled out because on narrow screens the style makes cards of the rows. */
export function ItemsTable({
  rows,
  selection,
  ...events
}: ItemEvents & { readonly rows: readonly Row<Item>[]; readonly selection: Selection }) {
  const shown = rows.map(({ item }) => item.id);
  const isAll = shown.every((id) => selection.ids.has(id));
  return (
    <table role="table" className="items" aria-label="Items">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            <input
              type="checkbox"
              aria-label="Select all shown"
              checked={isAll}
              onChange={() => selection.setAll(shown, !isAll)}
            />
          </th>
          {columns.map((title) => (
            <th role="columnheader" scope="col" key={title}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <ItemRow
            key={row.item.id}
            row={row}
            selected={selection.ids.has(row.item.id)}
            onSelect={(on) => selection.set(row.item.id, on)}
            {...events}
          />
        ))}
      </tbody>
    </table>
  );
}
