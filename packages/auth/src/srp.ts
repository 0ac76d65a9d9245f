import { hmac, randomBytes, sha256 } from '#digest';

// The client's side of SRP-6a as Amazon Cognito speaks it: the 3072-bit group of RFC 5054 and SHA-256. The arithmetic is
// ours because no kept library does modular exponentiation on this group as small and fast as BigInt does.
// Source: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
// The group's prime by its formula, which is far shorter than its digits: https://datatracker.ietf.org/doc/html/rfc3526#section-5
/** The prime of the group. */
export const N = 2n ** 3072n - 2n ** 3008n - 1n + 2n ** 64n * (piTimes2ToThe(2942n) + 1690314n);
const g = 2n;

/** The client's numbers of one exchange. */
export interface SrpKeys {
  readonly secret: bigint;
  /** `SRP_A`, in hexadecimal. */
  readonly publicKey: string;
}

/** Begins an exchange. */
export function makeSrpKeys(random: (length: number) => Uint8Array = randomBytes): SrpKeys {
  // 256 bits, as RFC 5054 asks for; each further one only costs time.
  // Source: https://datatracker.ietf.org/doc/html/rfc5054#section-2.5.4
  const secret = numberOf(random(32));
  return { secret, publicKey: power(g, secret).toString(16) };
}

/** What the server challenged with, and what the answer is about. */
export interface SrpChallenge {
  /** The part of the user pool's id after the region. */
  readonly poolName: string;
  /** `USER_ID_FOR_SRP` */
  readonly userId: string;
  readonly password: string;
  /** `SRP_B`, in hexadecimal. */
  readonly serverKey: string;
  /** `SALT`, in hexadecimal. */
  readonly salt: string;
  /** `SECRET_BLOCK`, in base64. */
  readonly secretBlock: string;
  /** As {@link srpTimestamp} writes it. */
  readonly timestamp: string;
}

/**
 * Proves the knowledge of a password without sending it.
 *
 * @returns `PASSWORD_CLAIM_SIGNATURE`, in base64.
 * @throws RangeError when the server's number would give the key away.
 */
export async function srpSignature(
  { secret, publicKey }: SrpKeys,
  { poolName, userId, password, serverKey, salt, secretBlock, timestamp }: SrpChallenge,
): Promise<string> {
  const A = BigInt(`0x${publicKey}`);
  const B = BigInt(`0x${serverKey}`);
  const u = numberOf(await sha256(padded(A), padded(B)));
  if (B % N === 0n || u === 0n) throw new RangeError('The server sent an SRP_B that no honest server sends.');
  const k = numberOf(await sha256(padded(N), padded(g)));
  const identity = await sha256(utf8(`${poolName}${userId}:${password}`));
  const x = numberOf(await sha256(padded(BigInt(`0x${salt}`)), identity));
  const base = (((B - k * power(g, x)) % N) + N) % N;
  const shared = power(base, secret + u * x);
  const prk = await hmac(padded(u), padded(shared));
  const key = (await hmac(prk, utf8('Caldera Derived Key\u0001'))).subarray(0, 16);
  const signature = await hmac(key, utf8(poolName), utf8(userId), fromBase64(secretBlock), utf8(timestamp));
  return toBase64(signature);
}

/**
 * What a server keeps of a password, to have it proved later: numbers in base64.
 *
 * @param group - What stands before the user's name in the proof: a user pool's name, or a group of devices.
 * @param password - One that nobody knows, unless given.
 */
export async function makeVerifier(
  group: string,
  userId: string,
  password: string = toBase64(randomBytes(40)),
): Promise<{ readonly salt: string; readonly verifier: string }> {
  const salt = padded(numberOf(randomBytes(16)));
  const identity = await sha256(utf8(`${group}${userId}:${password}`));
  const verifier = padded(power(g, numberOf(await sha256(salt, identity))));
  return { salt: toBase64(salt), verifier: toBase64(verifier) };
}

/** The time as Cognito wants it: `EEE MMM d HH:mm:ss z yyyy`, English, UTC. */
export function srpTimestamp(date: Date): string {
  // What JavaScript writes is English as well, whatever the machine speaks.
  return date.toUTCString().replace(/(\w+), 0?(\d+) (\w+) (\d+) (\S+).*/, '$1 $3 $2 $5 UTC $4');
}

/** Base64 of bytes, in Node and browsers. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`);
}

// Big-endian, with a zero byte before a set top bit, as a two's complement of a positive number.
function padded(number: bigint): Uint8Array {
  const hex = number.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const pairs = (/^[89a-f]/.test(even) ? `00${even}` : even).match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % N) {
    if (rest & 1n) result = (result * square) % N;
  }
  return result;
}

// The whole part of π·2^bits, by Machin's formula.
function piTimes2ToThe(bits: bigint): bigint {
  const guard = 64n;
  const one = 1n << (bits + guard);
  const arctanOfOneOver = (x: bigint): bigint => {
    let sum = 0n;
    for (let n = 1n, term = one / x; term !== 0n; n += 2n, term /= -x * x) sum += term / n;
    return sum;
  };
  return (16n * arctanOfOneOver(5n) - 4n * arctanOfOneOver(239n)) >> guard;
}
