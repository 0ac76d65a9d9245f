import { createHash } from 'node:crypto';
import { malformedIn, type Row } from '../input/read-rows.ts';

const statuses = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'] as const;

/** What a row becomes: the input of a mutation, or what is wrong with the row. */
export interface ItemInput {
  /** Always the same for the same row. */
  readonly id: string;
  readonly input?: {
    readonly id: string;
    readonly name: string;
    readonly status: (typeof statuses)[number];
    readonly metadata: string;
  };
  readonly problem?: string;
}

/**
 * Makes an item of a row: `id`, `name` and `status` are the item's, all other columns become its metadata. Without an id of
 * its own it gets one made of its content, so that a row that comes twice is one item.
 */
export function itemInput(row: Row): ItemInput {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return { id: `row-${digestOf(row)}`, problem: 'It is no JSON object.' };
  }
  const malformed = malformedIn(row);
  if (malformed) return malformed;
  const { id: own, name, status = 'PENDING', ...rest } = row;
  const id = typeof own === 'string' && own !== '' ? own : `item-${digestOf([name, status, rest])}`;
  if (!('name' in row)) return { id, problem: `It has no column "name": it has ${columnsOf(row)}.` };
  if (typeof name !== 'string' || name === '') return { id, problem: 'It has no name.' };
  const known = statuses.find((word) => word === status);
  if (!known)
    return { id, problem: `Its status ${JSON.stringify(status)} is none of ${statuses.join(', ')}.` };
  return { id, input: { id, name, status: known, metadata: JSON.stringify(numbers(rest)) } };
}

// As where a file has semicolons: its only column is then a whole line.
function columnsOf(row: Row): string {
  const names = Object.keys(row).map((name) => `"${name}"`);
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and others` : names.join(', ') || 'none';
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 24);
}

// CSV has only text; degrees and counts are numbers to whoever reads the metadata.
function numbers(columns: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [
      name,
      typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) && String(Number(value)) === value
        ? Number(value)
        : value,
    ]),
  );
}
