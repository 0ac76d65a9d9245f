import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Position } from '../store/item-store.ts';
import { FieldError } from './errors.ts';

const cipherName = 'aes-256-gcm';
const [nonceBytes, tagBytes] = [12, 16];

/**
 * Seals positions into opaque page tokens. A token tells nothing of the record that it stands at, which its holder may not
 * be allowed to see; it is good for the query that it came from, and cannot be made up.
 */
export class NextTokens {
  readonly #secret: Buffer;

  /** @param secret - 32 random bytes; the same ones make tokens outlive a restart. */
  constructor(secret: Buffer = randomBytes(32)) {
    this.#secret = secret;
  }

  seal(position: Position, query: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(cipherName, this.#secret, nonce).setAAD(Buffer.from(query));
    const sealed = [cipher.update(JSON.stringify(position)), cipher.final()];
    return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64');
  }

  /** @throws FieldError `DynamoDB:UserIllegalArgumentException` for a token that is made up or of another query. */
  open(token: string, query: string): Position {
    const bytes = Buffer.from(token, 'base64');
    const [nonce, tag] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes, nonceBytes + tagBytes)];
    if (tag.length < tagBytes) throw invalidToken();
    const decipher = createDecipheriv(cipherName, this.#secret, nonce)
      .setAAD(Buffer.from(query))
      .setAuthTag(tag);
    try {
      const opened = [decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()];
      return JSON.parse(Buffer.concat(opened).toString()) as Position;
    } catch {
      throw invalidToken();
    }
  }
}

function invalidToken(): FieldError {
  return new FieldError(
    'DynamoDB:UserIllegalArgumentException',
    'com.amazonaws.deepdish.common.pagination.InvalidPaginationTokenException: Invalid pagination token given.',
  );
}
