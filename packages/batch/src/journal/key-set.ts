import { hash } from 'node:crypto';

const wordsPerKey = 4;
const digestBytes = wordsPerKey * 4;

/**
 * A set of keys in 16 bytes each, whatever their length: open addressing over 128-bit digests, so that a million settled
 * items cost 32 MB rather than some hundreds.
 */
export class KeySet {
  #slots = new Uint32Array(1024 * wordsPerKey);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(key: string): boolean {
    if (this.#size === 0) return false;
    const digest = digestOf(key);
    return this.#slots[this.#find(digest)] !== 0;
  }

  /** @returns Whether the key was new. */
  add(key: string): boolean {
    return this.#add(digestOf(key));
  }

  /** Adds keys by their digests, 16 bytes each, as {@link digests} gives them. */
  addDigests(bytes: Buffer): void {
    for (let at = 0; at + digestBytes <= bytes.length; at += digestBytes) {
      this.#add(Uint32Array.from({ length: wordsPerKey }, (_, word) => bytes.readUInt32LE(at + word * 4)));
    }
  }

  /** The digest of each key, in no order. */
  *digests(): Generator<Buffer> {
    for (let at = 0; at < this.#slots.length; at += wordsPerKey) {
      if (this.#slots[at] === 0) continue;
      const bytes = Buffer.alloc(digestBytes);
      for (let word = 0; word < wordsPerKey; word += 1)
        bytes.writeUInt32LE(this.#slots[at + word] ?? 0, word * 4);
      yield bytes;
    }
  }

  #add(digest: Uint32Array): boolean {
    const at = this.#find(digest);
    if (this.#slots[at] !== 0) return false;
    this.#slots.set(digest, at);
    this.#size += 1;
    if (this.#size * wordsPerKey * 2 > this.#slots.length) this.#grow();
    return true;
  }

  // Where the digest is, or the free slot where it belongs.
  #find(digest: Uint32Array): number {
    const slots = this.#slots;
    const count = slots.length / wordsPerKey;
    let at = ((digest[0] ?? 0) % count) * wordsPerKey;
    while (slots[at] !== 0 && !same(slots, at, digest)) at = (at + wordsPerKey) % slots.length;
    return at;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += wordsPerKey) {
      if (before[at] === 0) continue;
      const digest = before.subarray(at, at + wordsPerKey);
      this.#slots.set(digest, this.#find(digest));
    }
  }
}

function same(slots: Uint32Array, at: number, digest: Uint32Array): boolean {
  for (let word = 0; word < wordsPerKey; word += 1) if (slots[at + word] !== digest[word]) return false;
  return true;
}

function digestOf(key: string): Uint32Array {
  const bytes = hash('sha256', key, 'buffer');
  const digest = Uint32Array.from({ length: wordsPerKey }, (_, word) => bytes.readUInt32LE(word * 4));
  // A first word of zero marks a free slot.
  if (digest[0] === 0) digest[0] = 1;
  return digest;
}
