import type { Pieces } from '@postern/batch';
import { UsageError } from '../errors.ts';

/**
 * Reads text, and says no to what is not UTF-8, where names would lose their letters without a word.
 *
 * @param name - Names the input in the error.
 * @throws UsageError at the first piece that is not.
 */
export async function* utf8(input: Pieces, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (piece?: Uint8Array): string => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch (cause) {
      throw new UsageError(`${name} is not UTF-8: save it as UTF-8, and run the same command again.`, {
        cause,
      });
    }
  };
  for await (const piece of input) yield typeof piece === 'string' ? piece : decode(piece);
  yield decode();
}
