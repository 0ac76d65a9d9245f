import type { PoolDirectory } from './pool-directory.ts';
import { PoolStore } from './pool-store.ts';
import type { PoolSettings } from './entities.ts';
import type { Pool } from './pool.ts';
import type { TokenVerifier } from './verify-token.ts';

/** A user pool that is in use, with what verifies its tokens. */
export interface OpenPool {
  readonly pool: Pool;
  readonly verifyToken: TokenVerifier;
}

/**
 * The user pools of a backend. Each has keys, users, app clients, groups and sessions of its own; what one of them gave out is
 * nothing to another.
 */
export class Pools {
  /** The backend's own: AppSync takes its tokens. */
  readonly own: OpenPool;
  readonly directory: PoolDirectory;
  readonly #open = new Map<string, OpenPool>();
  readonly #start: (store: PoolStore, isOwn: boolean) => OpenPool;
  readonly #region: string;
  readonly #now: () => number;

  /** @param start - Makes a pool of what is stored; called when it is first asked for. */
  constructor(
    directory: PoolDirectory,
    region: string,
    now: () => number,
    start: (store: PoolStore, isOwn: boolean) => OpenPool,
  ) {
    this.directory = directory;
    this.#region = region;
    this.#now = now;
    this.#start = start;
    this.own = this.#opened(new PoolStore(directory.database, region, now), true);
  }

  byId(id: string): OpenPool | undefined {
    const known = this.#open.get(id);
    if (known || !this.directory.has(id)) return known;
    return this.#opened(new PoolStore(this.directory.database, this.#region, this.#now, id));
  }

  /** The pool that an app client belongs to: its id is enough, as with AWS. */
  ofClient(clientId: string): OpenPool | undefined {
    const id = this.directory.ofClient(clientId);
    return id === undefined ? undefined : this.byId(id);
  }

  /** The pool that a token says it is of; whether that is true is for the pool's verifier. */
  ofToken(token: string): OpenPool | undefined {
    return this.byId(issuerOf(token).split('/').at(-1) ?? '');
  }

  /** The pool in which a session is open. */
  ofSession(session: string): OpenPool | undefined {
    return [...this.#open.values()].find(({ pool }) => pool.sessions.has(session));
  }

  /** Whether the sign-in pages serve a pool: those of the backend's own are always there. */
  hasDomain({ pool }: OpenPool): boolean {
    return pool === this.own.pool || this.directory.domainOf(pool.store.poolId) !== undefined;
  }

  /** All of them, the oldest first. */
  all(): OpenPool[] {
    return this.directory
      .ids()
      .map((id) => this.byId(id))
      .filter((open) => open !== undefined);
  }

  create(settings: PoolSettings): OpenPool {
    const id = this.directory.add(this.#region);
    const store = new PoolStore(this.directory.database, this.#region, this.#now, id);
    store.changeSettings(settings);
    return this.#opened(store);
  }

  /** Takes a pool away with everything in it. */
  async delete(id: string): Promise<void> {
    // A key that is still in the making would be written to a pool that is gone.
    await this.#open.get(id)?.pool.key;
    this.#open.delete(id);
    this.directory.delete(id);
  }

  /** Resolves once no key is in the making any more. */
  async idle(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ pool }) => pool.key));
  }

  #opened(store: PoolStore, isOwn = false): OpenPool {
    const open = this.#start(store, isOwn);
    this.#open.set(store.poolId, open);
    return open;
  }
}

function issuerOf(token: string): string {
  try {
    const [, payload = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss?: unknown } | null;
    return typeof claims?.iss === 'string' ? claims.iss : '';
  } catch {
    return '';
  }
}
