import { DeleteItem } from '@postern/graphql';
import { useState } from 'react';
import { OperationButton } from '../access/operation-button.tsx';
import { useCaller } from '../api/caller.ts';
import { useAction } from '../api/use-action.ts';
import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';
import { Problem } from '../feedback/problem.tsx';
import { deleteItem } from './item-actions.ts';
import type { Item } from './item.ts';
import type { ItemEvents } from './item-events.ts';
import { noteIds } from './note-ids.ts';

/** Deletes an item, after asking. */
export function DeleteItemButton({ item, onGone, say }: ItemEvents & { readonly item: Item }) {
  const { client } = useCaller();
  const [asking, ask] = useState(false);
  const { busy, problem, run } = useAction(async () => {
    await deleteItem(client, item);
    say(`Deleted “${item.name}”.`);
    onGone(item);
  });
  return (
    <>
      <OperationButton
        operation={DeleteItem}
        noteId={noteIds.delete}
        label={`Delete ${item.name}`}
        className="danger"
        busy={busy}
        onPress={() => ask(true)}
      >
        Delete
      </OperationButton>
      {asking && (
        <ConfirmDialog
          title={`Delete “${item.name}”?`}
          confirm="Delete"
          onConfirm={() => void run(undefined)}
          onClose={() => ask(false)}
        >
          It cannot be brought back.
        </ConfirmDialog>
      )}
      {problem !== undefined && <Problem>{problem}</Problem>}
    </>
  );
}
