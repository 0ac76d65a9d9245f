import { randomBytes } from 'node:crypto';
import { header, type SignedRequest } from '../sigv4/signed-request.ts';

const lifetimeMs = 3_600_000;

/** The browsers in which somebody has signed in to a pool: remembered for an hour, as by AWS's pages. */
export class BrowserSessions {
  readonly #open = new Map<string, { username: string; expiresAt: number }>();
  readonly #cookie: string;
  readonly #now: () => number;

  constructor(poolId: string, now: () => number) {
    this.#cookie = `cognito-${poolId}`;
    this.#now = now;
  }

  /** Remembers somebody, and returns the cookie that does. */
  open(username: string): string {
    for (const [id, { expiresAt }] of this.#open) if (expiresAt <= this.#now()) this.#open.delete(id);
    const id = randomBytes(32).toString('base64url');
    this.#open.set(id, { username, expiresAt: this.#now() + lifetimeMs });
    return this.#written(id, lifetimeMs / 1000);
  }

  /** Who has signed in in the browser that asks. */
  of(request: SignedRequest): string | undefined {
    const found = this.#open.get(this.#idOf(request));
    return found && found.expiresAt > this.#now() ? found.username : undefined;
  }

  /** Forgets whoever has signed in, and returns the cookie that does. */
  close(request: SignedRequest): string {
    this.#open.delete(this.#idOf(request));
    return this.#written('', 0);
  }

  #idOf(request: SignedRequest): string {
    const cookies = (header(request, 'cookie') ?? '').split(/; */);
    return (
      cookies.find((cookie) => cookie.startsWith(`${this.#cookie}=`))?.slice(this.#cookie.length + 1) ?? ''
    );
  }

  #written(id: string, seconds: number): string {
    return `${this.#cookie}=${id}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
  }
}
