import { DeleteItem, UpdateItem, type ItemStatus } from '@postern/graphql';
import { useRef, useState } from 'react';
import { AccessNote } from '../access/access-note.tsx';
import type { Row } from '../api/row.ts';
import { ListFoot } from '../feedback/list-foot.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { CompleteBar } from './complete-bar.tsx';
import { CreateItemForm } from './create-item-form.tsx';
import type { Item } from './item.ts';
import { ItemsTable } from './items-table.tsx';
import { noteIds } from './note-ids.ts';
import { StatusFilter } from './status-filter.tsx';
import { useItems } from './use-items.ts';
import { useSelection } from './use-selection.ts';

/** The items: all or those of a status, what can be done with them. */
export function ItemsPage() {
  const [status, setStatus] = useState<ItemStatus>();
  const [said, say] = useState('');
  const selection = useSelection();
  const list = useItems(status);
  const saidLine = useRef<HTMLParagraphElement>(null);

  const put = (row: Row<Item>): void =>
    list.change((rows) => rows.map((one) => (one.item.id === row.item.id ? row : one)));
  const add = (row: Row<Item>): void => {
    if (status === undefined || status === row.item.status) list.change((rows) => [row, ...rows]);
  };
  const drop = ({ id }: Item): void => {
    selection.set(id, false);
    list.change((rows) => rows.filter(({ item }) => item.id !== id));
    // The button that had the focus is gone with its row.
    saidLine.current?.focus();
  };
  return (
    <>
      <PageHeading>Items</PageHeading>
      <CreateItemForm onCreated={add} say={say} />
      <div className="tools">
        <StatusFilter
          value={status}
          onChange={(next) => {
            selection.clear();
            setStatus(next);
          }}
        />
        <CompleteBar
          ids={selection.ids}
          onCompleted={(rows) => {
            rows.forEach(put);
            selection.clear();
          }}
          say={say}
        />
      </div>
      <p className="notes">
        <AccessNote operation={UpdateItem} id={noteIds.update} action="Set status" />
        <AccessNote operation={DeleteItem} id={noteIds.delete} action="Delete" />
      </p>
      <p className="said" role="status" tabIndex={-1} ref={saidLine}>
        {said}
      </p>
      {list.rows.length > 0 && (
        <ItemsTable rows={list.rows} selection={selection} onChanged={put} onGone={drop} say={say} />
      )}
      <ListFoot list={list} what="items" />
    </>
  );
}
