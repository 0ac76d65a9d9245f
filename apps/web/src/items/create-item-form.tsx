import { CreateItem } from '@postern/graphql';
import { useRef } from 'react';
import { OperationButton } from '../access/operation-button.tsx';
import { useAccess } from '../access/use-access.ts';
import { useCaller } from '../api/caller.ts';
import type { Row } from '../api/row.ts';
import { useAction } from '../api/use-action.ts';
import { Problem } from '../feedback/problem.tsx';
import { createItem } from './item-actions.ts';
import { statuses, type Item } from './item.ts';

/** Creates an item. */
export function CreateItemForm({
  onCreated,
  say,
}: {
  readonly onCreated: (row: Row<Item>) => void;
  readonly say: (sentence: string) => void;
}) {
  const { client } = useCaller();
  const { decision } = useAccess(CreateItem);
  const form = useRef<HTMLFormElement>(null);
  const { busy, problem, run } = useAction(async (fields: FormData) => {
    const name = String(fields.get('name')).trim();
    const status = statuses.find((one) => one === fields.get('status')) ?? 'PENDING';
    const row = await createItem(client, { name, status });
    if (row) onCreated(row);
    say(`Created “${name}”.`);
    form.current?.reset();
  });
  return (
    <form
      ref={form}
      className="create"
      aria-label="Create item"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && decision !== 'deny') void run(new FormData(event.currentTarget));
      }}
    >
      <label>
        Name
        <input
          name="name"
          required
          pattern=".*\S.*"
          title="A name with at least one letter"
          maxLength={200}
        />
      </label>
      <label>
        Status
        <select name="status">
          {statuses.map((status) => (
            <option key={status}>{status}</option>
          ))}
        </select>
      </label>
      <OperationButton operation={CreateItem} busy={busy} className="primary">
        Create item
      </OperationButton>
      {problem !== undefined && <Problem>{problem}</Problem>}
    </form>
  );
}
