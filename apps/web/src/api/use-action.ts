import { useState } from 'react';
import { callMessage } from './call-message.ts';

/** Something that a person sets going, one at a time. */
export interface Action<Input> {
  readonly busy: boolean;
  /** Why the last one failed. */
  readonly problem: string | undefined;
  readonly run: (input: Input) => Promise<void>;
}

/**
 * Runs an action for a person: busy while it lasts, its failure as a sentence.
 *
 * @param say - Makes the sentence. @defaultValue {@link callMessage}
 */
export function useAction<Input = undefined>(
  act: (input: Input) => Promise<void>,
  say: (error: unknown) => string = callMessage,
): Action<Input> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const run = async (input: Input): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await act(input);
    } catch (error) {
      setProblem(say(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run };
}
