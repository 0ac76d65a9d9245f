import { createReadStream, existsSync } from 'node:fs';

/** A line of a file and where it ends. */
export interface Line {
  readonly text: string;
  /** The offset behind the line, line feed included, in bytes. */
  readonly endBytes: number;
  /** Whether its line feed is there; a write that was cut short has none. */
  readonly whole: boolean;
}

/** Reads a file line by line in constant memory; a missing file has no lines. */
export async function* readLines(file: string): AsyncGenerator<Line> {
  if (!existsSync(file)) return;
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      yield { text: bytes.toString('utf8', start, end), endBytes: offset + end + 1, whole: true };
      start = end + 1;
    }
    offset += start;
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), endBytes: offset + rest.length, whole: false };
}
