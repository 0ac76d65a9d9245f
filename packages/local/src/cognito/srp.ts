import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { modularPower } from './modular-power.ts';

// The server's side of SRP-6a as Amazon Cognito speaks it: the 3072-bit group of RFC 5054, SHA-256, and numbers hashed as
// hexadecimal with the sign byte of a two's complement.
// Source: https://github.com/aws-amplify/amplify-js (packages/auth/src/providers/cognito/utils/srp)
const N = BigInt(
  '0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
);
const prime = Buffer.from(N.toString(16), 'hex');
const g = 2n;
const k = hashNumber(Buffer.concat([bytesOf(N), bytesOf(g)]));

/** What is kept of a password: enough to check it, not to know it. Both in hexadecimal. */
export interface PasswordVerifier {
  readonly salt: string;
  readonly verifier: string;
  /** Of somebody who has no password: nothing leads to the verifier. */
  readonly isNone?: true;
}

/** Makes what is kept of a password. */
export function makeVerifier(poolName: string, username: string, password: string): PasswordVerifier {
  const salt = randomBytes(16).toString('hex');
  return { salt, verifier: power(g, secretExponent(salt, poolName, username, password)).toString(16) };
}

/** What is kept where there is no password: a number that nobody knows the way to. */
export function makeNoVerifier(poolName: string, username: string): PasswordVerifier {
  return { ...makeVerifier(poolName, username, randomBytes(32).toString('base64')), isNone: true };
}

/** Whether a password is the one that the verifier was made of. */
export function matchesVerifier(
  { salt, verifier }: PasswordVerifier,
  poolName: string,
  username: string,
  password: string,
): boolean {
  const computed = bytesOf(power(g, secretExponent(salt, poolName, username, password)));
  const kept = bytesOf(BigInt(`0x${verifier}`));
  return computed.length === kept.length && timingSafeEqual(computed, kept);
}

/**
 * What stands in for the verifier of a user whom nobody knows: the same salt every time, as a real user has, and a number
 * that no password leads to.
 */
export function pretendVerifier(pepper: string, username: string): PasswordVerifier {
  const digest = (what: string): Buffer =>
    createHmac('sha512', pepper).update(`${what}:${username.toLowerCase()}`).digest();
  const number = BigInt(`0x${digest('verifier').toString('hex')}`);
  return { salt: digest('salt').toString('hex').slice(0, 32), verifier: power(g, number).toString(16) };
}

/** The server's secret and public numbers of one exchange. */
export interface ServerKeys {
  readonly secret: bigint;
  /** `SRP_B`, in hexadecimal. */
  readonly publicKey: string;
}

/** Begins an exchange. */
export function makeServerKeys({ verifier }: PasswordVerifier): ServerKeys {
  const secret = BigInt(`0x${randomBytes(32).toString('hex')}`);
  const publicKey = (k * BigInt(`0x${verifier}`) + power(g, secret)) % N;
  return { secret, publicKey: publicKey.toString(16) };
}

/** Whether `SRP_A` is a number that an honest client can have sent. */
export function isClientKey(hex: string): boolean {
  return /^[0-9a-f]{1,800}$/i.test(hex) && BigInt(`0x${hex}`) % N !== 0n;
}

/** Whether a verifier that a client made is a number that a password can lead to. */
export function isVerifier(hex: string): boolean {
  if (!/^[0-9a-f]{1,800}$/i.test(hex)) return false;
  const number = BigInt(`0x${hex}`);
  return number > 1n && number < N;
}

/** What the client has to have signed with the key that both sides derived. */
export interface Claim {
  readonly poolName: string;
  readonly username: string;
  readonly secretBlock: Buffer;
  readonly timestamp: string;
  /** `PASSWORD_CLAIM_SIGNATURE`, in base64. */
  readonly signature: string;
}

/** Whether the claim was signed by somebody who knows the password. */
export function verifyClaim(
  clientKey: string,
  keys: ServerKeys,
  { verifier }: PasswordVerifier,
  claim: Claim,
): boolean {
  const A = BigInt(`0x${clientKey}`);
  const u = hashNumber(Buffer.concat([bytesOf(A), bytesOf(BigInt(`0x${keys.publicKey}`))]));
  const shared = power((A * power(BigInt(`0x${verifier}`), u)) % N, keys.secret);
  const prk = createHmac('sha256', bytesOf(u)).update(bytesOf(shared)).digest();
  const key = createHmac('sha256', prk).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
  const expected = createHmac('sha256', key)
    .update(claim.poolName)
    .update(claim.username)
    .update(claim.secretBlock)
    .update(claim.timestamp)
    .digest();
  const given = Buffer.from(claim.signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function secretExponent(salt: string, poolName: string, username: string, password: string): bigint {
  const identity = createHash('sha256').update(`${poolName}${username}:${password}`).digest();
  return hashNumber(Buffer.concat([bytesOf(BigInt(`0x${salt}`)), identity]));
}

function hashNumber(bytes: Buffer): bigint {
  return BigInt(`0x${createHash('sha256').update(bytes).digest('hex')}`);
}

// Big-endian, with a zero byte before a set top bit.
function bytesOf(number: bigint): Buffer {
  const hex = number.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function power(base: bigint, exponent: bigint): bigint {
  return modularPower(base, exponent, prime);
}
