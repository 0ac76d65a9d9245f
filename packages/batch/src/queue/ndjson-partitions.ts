import { MalformedSourceError } from '../errors.ts';
import type { Pieces } from '../sources/ndjson.ts';
import type { ItemPage, Partition } from './partition.ts';

/** An input that can be read from any byte on: a file, an S3 object. */
export interface RangedInput {
  /** Names it in errors, such as a path. */
  readonly name: string;
  readonly bytes: number;
  /** Its bytes from one on. */
  open(fromByte: number): Promise<Pieces>;
}

/** How an NDJSON input is divided. */
export interface NdjsonPartitionsOptions<Item> {
  /** How many parts; none is smaller than 64 kB. @defaultValue `8` */
  readonly parts?: number;
  /** Lines in a page. @defaultValue `500` */
  readonly pageSize?: number;
  /**
   * Makes an item of a line that is no JSON, so that it can fail by itself.
   *
   * @defaultValue throws {@link MalformedSourceError} with the line's place in bytes
   */
  readonly onMalformed?: (text: string) => Item;
}

const leastBytes = 65_536;
const lineFeed = 10;

/**
 * Divides an NDJSON input into parts that are read side by side, each of which goes on from any of its lines. A line belongs to
 * the part that it begins in.
 */
export function ndjsonPartitions<Item>(
  input: RangedInput,
  options: NdjsonPartitionsOptions<Item> = {},
): Partition<Item>[] {
  const { parts = 8 } = options;
  const count = Math.max(1, Math.min(parts, Math.floor(input.bytes / leastBytes)));
  const edge = (index: number): number => Math.floor((input.bytes * index) / count);
  return Array.from({ length: count }, (_, index) => ({
    name: `${index + 1} of ${count}`,
    read: (from) => readPart(input, { from, begin: edge(index), end: edge(index + 1) }, options),
  }));
}

interface Range {
  /** The first byte of a line, where an earlier process was. */
  readonly from: string | undefined;
  readonly begin: number;
  readonly end: number;
}

async function* readPart<Item>(
  input: RangedInput,
  { from, begin, end }: Range,
  { pageSize = 500, onMalformed }: NdjsonPartitionsOptions<Item>,
): AsyncGenerator<ItemPage<Item>> {
  let items: Item[] = [];
  for await (const line of linesIn(input, from === undefined ? begin : Number(from), from !== undefined)) {
    if (line.begin >= end) break;
    // A byte order mark is none of the first line.
    const text = line.begin === 0 ? line.text.replace(/^\uFEFF/, '') : line.text;
    if (text.trim() !== '') items.push(parse({ ...line, text }, input.name, onMalformed));
    if (items.length >= pageSize) {
      yield { items, next: String(line.end) };
      items = [];
    }
  }
  yield { items, next: undefined };
}

interface Line {
  readonly text: string;
  readonly begin: number;
  /** The first byte after it. */
  readonly end: number;
}

// The byte before a part's first tells whether a line begins there or is only going on.
async function* linesIn(input: RangedInput, at: number, atLine: boolean): AsyncGenerator<Line> {
  const looksBack = !atLine && at > 0;
  let begin = looksBack ? at - 1 : at;
  let skipping = looksBack;
  let rest = Buffer.alloc(0);
  for await (const piece of await input.open(begin)) {
    rest = Buffer.concat([rest, typeof piece === 'string' ? Buffer.from(piece) : piece]);
    let start = 0;
    for (let feed = rest.indexOf(lineFeed); feed >= 0; feed = rest.indexOf(lineFeed, start)) {
      const end = begin + feed + 1 - start;
      if (!skipping) yield { text: rest.toString('utf8', start, feed), begin, end };
      skipping = false;
      begin = end;
      start = feed + 1;
    }
    rest = rest.subarray(start);
  }
  if (rest.length > 0 && !skipping) yield { text: rest.toString('utf8'), begin, end: begin + rest.length };
}

function parse<Item>(
  { text, begin }: Line,
  name: string,
  onMalformed: ((text: string) => Item) | undefined,
): Item {
  try {
    return JSON.parse(text) as Item;
  } catch (cause) {
    if (onMalformed) return onMalformed(text);
    throw new MalformedSourceError(`The line at byte ${begin} of ${name} is no JSON.`, { cause });
  }
}
