import { UpdateItem, type ItemStatus } from '@postern/graphql';
import { useState } from 'react';
import { OperationButton } from '../access/operation-button.tsx';
import { useAccess } from '../access/use-access.ts';
import { useCaller } from '../api/caller.ts';
import { useAction } from '../api/use-action.ts';
import { Problem } from '../feedback/problem.tsx';
import { setStatus } from './item-actions.ts';
import { statuses, type Item } from './item.ts';
import type { ItemEvents } from './item-events.ts';
import { noteIds } from './note-ids.ts';

/** Sets an item's status. */
export function SetStatus({ item, onChanged, onGone, say }: ItemEvents & { readonly item: Item }) {
  const { client } = useCaller();
  const { decision } = useAccess(UpdateItem);
  const [chosen, choose] = useState<ItemStatus>();
  const status = chosen ?? item.status;
  const { busy, problem, run } = useAction(async () => {
    const { row, made } = await setStatus(client, item, status);
    choose(undefined);
    if (row) onChanged(row);
    else onGone(item);
    say(made ? `“${item.name}” is ${status} now.` : overtaken(item, row?.item));
  });
  return (
    <span className="set-status">
      <select
        aria-label={`New status of ${item.name}`}
        value={status}
        disabled={decision === 'deny'}
        onChange={({ target }) => choose(statuses.find((one) => one === target.value) ?? item.status)}
      >
        {statuses.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <OperationButton
        operation={UpdateItem}
        noteId={noteIds.update}
        label={`Set status of ${item.name}`}
        busy={busy}
        idle={status === item.status}
        onPress={() => void run(undefined)}
      >
        Set
      </OperationButton>
      {problem !== undefined && <Problem>{problem}</Problem>}
    </span>
  );
}

function overtaken({ name }: Item, now: Item | undefined): string {
  const fate = now ? `it is ${now.status}` : 'it is gone';
  return `“${name}” was changed by somebody else in the meantime: ${fate} now.`;
}
