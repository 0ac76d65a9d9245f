import { randomBytes } from 'node:crypto';
import type { AwsCredentials, IamPrincipal, PrincipalLookup } from './principal.ts';

/** Everybody who may sign: long-lived keys, and temporary credentials until they end. */
export class Principals implements PrincipalLookup {
  readonly #byKey = new Map<string, IamPrincipal>();

  constructor(principals: Iterable<IamPrincipal> = []) {
    for (const principal of principals) this.#byKey.set(principal.credentials.accessKeyId, principal);
  }

  get(accessKeyId: string): IamPrincipal | undefined {
    return this.#byKey.get(accessKeyId);
  }

  /** Makes temporary credentials for somebody. */
  issue(
    principal: Omit<IamPrincipal, 'credentials' | 'expiresAt'>,
    expiresAt: number,
    nowMs: number,
  ): AwsCredentials {
    this.#dropEnded(nowMs);
    const credentials = makeTemporaryCredentials();
    this.#byKey.set(credentials.accessKeyId, { ...principal, credentials, expiresAt });
    return credentials;
  }

  // Those that ended are remembered for an hour, so that their owner hears that they did.
  #dropEnded(nowMs: number): void {
    for (const [key, { expiresAt }] of this.#byKey) {
      if (expiresAt !== undefined && expiresAt + 3_600_000 < nowMs) this.#byKey.delete(key);
    }
  }
}

function makeTemporaryCredentials(): AwsCredentials & { readonly sessionToken: string } {
  return {
    accessKeyId: `ASIA${randomBytes(10).toString('hex').toUpperCase().slice(0, 16)}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(180).toString('base64'),
  };
}
