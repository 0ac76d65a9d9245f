/** Text that is no literal, with the place of the first character that does not fit. */
export class LiteralError extends Error {
  override readonly name = 'LiteralError';
  readonly offset: number;

  constructor(offset: number) {
    super(`No literal at ${offset}.`);
    this.offset = offset;
  }
}

/** `json` is what JSON.parse takes; `javascript` adds comments, trailing commas, quotes of all kinds and plain keys. */
export type Dialect = 'json' | 'javascript';

interface Reader {
  readonly text: string;
  readonly dialect: Dialect;
  at: number;
}

const blanks = { json: /[ \t\n\r]*/y, javascript: /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y };
const strings = {
  json: /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y,
  javascript: /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`(?:[^`\\$]|\\[^\n]|\$(?!\{))*`/y,
};
const plain = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;
const plainKey = /[A-Za-z_$][\w$]*/y;

/**
 * Reads one literal: data written down, never a program that is run.
 *
 * @returns Its value, and where it ends.
 * @throws LiteralError
 */
export function readLiteral(text: string, dialect: Dialect, start = 0): { value: unknown; end: number } {
  const reader: Reader = { text, dialect, at: start };
  const value = readValue(reader);
  skip(reader);
  return { value, end: reader.at };
}

function readValue(reader: Reader): unknown {
  if (eats(reader, '{')) return Object.fromEntries(readList(reader, '}', readEntry));
  if (eats(reader, '[')) return readList(reader, ']', readValue);
  const quoted = match(reader, strings[reader.dialect]);
  if (quoted !== undefined) return unquoted(quoted);
  const word = match(reader, plain);
  if (word === undefined) throw new LiteralError(reader.at);
  return JSON.parse(word);
}

function readEntry(reader: Reader): [string, unknown] {
  skip(reader);
  const quoted = match(reader, strings[reader.dialect]);
  const key = quoted === undefined ? readPlainKey(reader) : unquoted(quoted);
  if (!eats(reader, ':')) throw new LiteralError(reader.at);
  return [key, readValue(reader)];
}

function readPlainKey(reader: Reader): string {
  const key = reader.dialect === 'javascript' ? match(reader, plainKey) : undefined;
  if (key === undefined) throw new LiteralError(reader.at);
  return key;
}

function readList<Entry>(reader: Reader, close: string, read: (reader: Reader) => Entry): Entry[] {
  const entries: Entry[] = [];
  if (eats(reader, close)) return entries;
  for (;;) {
    entries.push(read(reader));
    if (eats(reader, close)) return entries;
    if (!eats(reader, ',')) throw new LiteralError(reader.at);
    if (reader.dialect === 'javascript' && eats(reader, close)) return entries;
  }
}

// JSON's own reading of a string, after its quotes and the escapes that JSON does not know are written JSON's way.
function unquoted(quoted: string): string {
  const body = quoted.slice(1, -1).replace(/\\[\s\S]|"|[\u0000-\u001f]/g, (part) => {
    if (part.startsWith('\\'))
      return /^\\["\\/bfnrtu]/.test(part) ? part : JSON.stringify(part[1]).slice(1, -1);
    return JSON.stringify(part).slice(1, -1);
  });
  return JSON.parse(`"${body}"`) as string;
}

function eats(reader: Reader, mark: string): boolean {
  skip(reader);
  if (!reader.text.startsWith(mark, reader.at)) return false;
  reader.at += mark.length;
  return true;
}

function skip(reader: Reader): void {
  match(reader, blanks[reader.dialect]);
}

function match(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}
