import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Position } from '../store/item-store.ts';
import { FieldError } from './errors.ts';

/** Seals positions into opaque page tokens: each is good for the query that it came from, and cannot be made up. */
export class NextTokens {
  readonly #secret: Buffer;

  /** @param secret - At least 32 random bytes; the same one makes tokens outlive a restart. */
  constructor(secret: Buffer = randomBytes(32)) {
    this.#secret = secret;
  }

  seal(position: Position, query: string): string {
    const payload = Buffer.from(JSON.stringify(position));
    return Buffer.concat([this.#mac(payload, query), payload]).toString('base64');
  }

  /** @throws FieldError `DynamoDB:DynamoDbException` for a token that is made up or of another query. */
  open(token: string, query: string): Position {
    const bytes = Buffer.from(token, 'base64');
    const [mac, payload] = [bytes.subarray(0, 32), bytes.subarray(32)];
    if (mac.length < 32 || !timingSafeEqual(mac, this.#mac(payload, query))) {
      throw new FieldError('DynamoDB:DynamoDbException', 'Invalid Pagination Token given.');
    }
    return JSON.parse(payload.toString()) as Position;
  }

  #mac(payload: Buffer, query: string): Buffer {
    return createHmac('sha256', this.#secret).update(query).update('\0').update(payload).digest();
  }
}
