import type { Clock } from '../pace/clock.ts';
import type { Queue, QueueMessage } from './queue.ts';

/**
 * Keeps messages out of sight of others for as long as they are worked on.
 *
 * @param messages - Those that are still worked on, asked at each beat.
 * @param visibilitySeconds - For how long each beat hides them; the next is due when half of it is over.
 * @returns Ends it.
 */
export function keepHidden(
  queue: Queue,
  messages: () => readonly QueueMessage[],
  visibilitySeconds: number,
  clock: Clock,
): () => void {
  const end = new AbortController();
  const beat = async (): Promise<void> => {
    await clock.sleep((visibilitySeconds * 1000) / 2, end.signal);
    while (!end.signal.aborted) {
      await queue.hide(messages(), visibilitySeconds);
      await clock.sleep((visibilitySeconds * 1000) / 2, end.signal);
    }
  };
  // `hide` does not throw; what it could not hide may be worked on twice, which the condition bears.
  void beat();
  return () => end.abort();
}
