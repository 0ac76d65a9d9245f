import lookUp from '@photostructure/tz-lookup';

/** An item's metadata, opened: what was in it, and the time zone or why there is none. */
export interface Finding {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly timeZone?: string;
  readonly problem?: string;
}

/**
 * Finds the IANA time zone of the coordinates in an item's metadata.
 *
 * @param text - The `metadata` attribute: JSON text with `lat` and `lng` in degrees.
 */
export function findTimeZone(text: string | null | undefined): Finding {
  const parsed = open(text);
  if (!isRecord(parsed)) {
    const metadata = parsed === undefined ? {} : { original: parsed };
    return { metadata, problem: 'Its metadata is no JSON object with lat and lng.' };
  }
  const { lat, lng } = parsed;
  const problem = problemOf('latitude', lat, 90) ?? problemOf('longitude', lng, 180);
  if (problem !== undefined) return { metadata: parsed, problem };
  return { metadata: parsed, timeZone: lookUp(Number(lat), Number(lng)) };
}

function open(text: string | null | undefined): unknown {
  if (text === null || text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: kept as it is.
    return text;
  }
}

function problemOf(name: string, value: unknown, limit: number): string | undefined {
  if (value === undefined || value === null || value === '') return `It has no ${name}.`;
  const degrees = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof degrees !== 'number' || Number.isNaN(degrees)) {
    return `Its ${name} ${JSON.stringify(value)} is no number.`;
  }
  return Math.abs(degrees) > limit
    ? `Its ${name} ${degrees} is not between -${limit} and ${limit} degrees.`
    : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
