import type { AccessRow } from '@postern/schema';

/** The claims of a verified token. */
type Claims = Readonly<Record<string, unknown>>;

/** Who a token says its bearer is, as one owner rule reads it. */
export interface OwnerNames {
  /** What an owner field is filled with, such as `sub::username`; undefined where the token lacks a claim. */
  readonly whole: string | undefined;
  /** The claims one by one; empty for a rule that reads a single claim. */
  readonly parts: readonly string[];
}

const delimiter = '::';

/** Reads the claims of an owner rule. */
export function ownerNames(row: AccessRow, claims: Claims): OwnerNames {
  const names = (row.claim ?? '').split(delimiter);
  const values = names.map((name) => ownerClaim(claims, name));
  const parts = values.filter((value) => value !== undefined);
  const whole = parts.length === names.length ? parts.join(delimiter) : undefined;
  return { whole, parts: names.length > 1 ? parts : [] };
}

function ownerClaim(claims: Claims, name: string): string | undefined {
  // Access tokens have `username`, ID tokens `cognito:username`.
  const value = claim(claims, name) ?? (name === 'username' ? claim(claims, 'cognito:username') : undefined);
  return typeof value === 'string' ? value : undefined;
}

/** The groups that a dynamic group rule reads from a token; a text may be a JSON list or one name. */
export function groupNames(row: AccessRow, claims: Claims): readonly string[] {
  const value = claim(claims, row.claim ?? '');
  if (typeof value === 'string') return listIn(value) ?? [value];
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

function listIn(text: string): string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter((name) => typeof name === 'string') : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a token is in the group of a static rule. In a claim that is a text AWS's resolvers look for the name anywhere
 * inside: `groupClaim: "custom:tenant"` with `not-acme` passes a rule for `acme`, here as there.
 */
export function isInGroup(row: AccessRow, claims: Claims): boolean {
  const value = claim(claims, row.claim ?? '');
  if (typeof value === 'string') return value.includes(row.entity ?? '');
  return Array.isArray(value) && value.includes(row.entity);
}

function claim(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}
