import { MalformedSourceError } from '../errors.ts';

/** Text or bytes in pieces of any size: a file stream, standard input, the body of an S3 object. */
export type Pieces = AsyncIterable<Uint8Array | string>;

/** How NDJSON is read. */
export interface NdjsonOptions<Item> {
  /** Names the input in errors, such as a path. @defaultValue `the input` */
  readonly name?: string;
  /**
   * Makes an item of a line that is no JSON, so that it can fail by itself instead of stopping the run.
   *
   * @param text - The line.
   * @param line - Its number, from 1.
   * @defaultValue throws {@link MalformedSourceError}
   */
  readonly onMalformed?: (text: string, line: number) => Item;
}

/**
 * Reads one JSON value a line, as it is asked for; empty lines are left out.
 *
 * @throws MalformedSourceError naming the line, unless `onMalformed` makes an item of it.
 * @example
 * ```ts
 * const source = () => ndjson<Row>(createReadStream('rows.ndjson'), { name: 'rows.ndjson' });
 * ```
 */
export async function* ndjson<Item>(input: Pieces, options: NdjsonOptions<Item> = {}): AsyncGenerator<Item> {
  let number = 0;
  for await (const text of linesOf(input)) {
    number += 1;
    if (text.trim() === '') continue;
    let item: Item;
    try {
      item = JSON.parse(text) as Item;
    } catch (cause) {
      const { name = 'the input', onMalformed } = options;
      if (!onMalformed) throw new MalformedSourceError(`Line ${number} of ${name} is no JSON.`, { cause });
      item = onMalformed(text, number);
    }
    yield item;
  }
}

async function* linesOf(input: Pieces): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of input) {
    const text: string = rest + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
    const lines = text.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
