import { ProcessBatch, type ProcessBatchMutation } from '@postern/graphql';
import { OperationButton } from '../access/operation-button.tsx';
import { useCaller } from '../api/caller.ts';
import type { Row } from '../api/row.ts';
import { useAction } from '../api/use-action.ts';
import { Problem } from '../feedback/problem.tsx';
import { completeItems } from './item-actions.ts';
import type { Item } from './item.ts';

/** Completes the ticked items in one batch. */
export function CompleteBar({
  ids,
  onCompleted,
  say,
}: {
  readonly ids: ReadonlySet<string>;
  readonly onCompleted: (rows: readonly Row<Item>[]) => void;
  readonly say: (sentence: string) => void;
}) {
  const { client } = useCaller();
  const { busy, problem, run } = useAction(async () => {
    const { output, rows } = await completeItems(client, [...ids]);
    onCompleted(rows);
    say(summary(output));
  });
  return (
    <div className="complete">
      <OperationButton
        operation={ProcessBatch}
        busy={busy}
        idle={ids.size === 0}
        onPress={() => void run(undefined)}
      >
        {ids.size === 0 ? 'Complete selected' : `Complete ${ids.size} selected`}
      </OperationButton>
      {problem !== undefined && <Problem>{problem}</Problem>}
    </div>
  );
}

function summary(output: ProcessBatchMutation['processBatch']): string {
  if (!output) return 'The batch was sent.';
  const { processedCount, failedCount, errors } = output;
  const why = [...new Set(errors?.map((error) => error?.errorMessage))].join(' ');
  return `${processedCount} completed.${failedCount > 0 ? ` ${failedCount} not: ${why}` : ''}`;
}
