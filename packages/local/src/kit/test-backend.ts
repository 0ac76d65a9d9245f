import type { CodeMessage } from '../cognito/code-message.ts';
import type { Local, LocalOptions } from '../local.ts';
import { startBackend } from '../start-local.ts';
import {
  asMachine,
  asPoolIdentity,
  asRole,
  asUser,
  type MachineOptions,
  type RoleOptions,
  type UserOptions,
} from './identities.ts';
import { KitIssuer, type OidcOptions } from './oidc-issuer.ts';
import { byToken, identityWith, type TestIdentity, type TestUser } from './test-identity.ts';

/** How to set up a backend for tests: as any other, but always in memory and on a free port. */
export type TestOptions = Omit<LocalOptions, 'dataDir' | 'port' | 'onMessage'>;

/** A local backend for a test, with everybody that a test wants to be. */
export interface TestBackend extends Local, AsyncDisposable {
  /** A user of the pool, signed in. */
  asUser(options?: UserOptions): Promise<TestUser>;
  /** A machine by client credentials. */
  asMachine(options?: MachineOptions): Promise<TestIdentity>;
  /** An IAM role whose policy allows some root fields. */
  asRole(options: RoleOptions): TestIdentity;
  /** A guest of the identity pool. */
  asGuest(): TestIdentity;
  /** A user of the pool, signing with AWS credentials from the identity pool. */
  asSigned(user: TestUser): TestIdentity;
  /**
   * Somebody with a token of an OpenID Connect provider that the API trusts: an issuer of the kit's own, started with the
   * first of them.
   */
  asOidc(options?: OidcOptions): Promise<TestIdentity>;
  /** Whoever has the API key. */
  asKeyHolder(): TestIdentity;
  /** Somebody with no proof at all. */
  asNobody(): TestIdentity;
  /** The codes that Cognito would have sent, the newest last. */
  readonly messages: readonly CodeMessage[];
  /** Moves the backend's clock. */
  advance(ms: number): void;
}

/**
 * Starts a backend for a test: in memory, on a port of its own, beside any number of others.
 *
 * @throws SchemaError when the schema cannot be read.
 * @example
 * ```ts
 * await using local = await startLocal({ schema });
 * const admin = await local.asUser({ groups: ['Admin'] });
 * expect((await admin.ask('{ listItems { items { id } } }')).errors).toEqual([]);
 * ```
 */
export async function startLocal(options: TestOptions): Promise<TestBackend> {
  let ahead = 0;
  const messages: CodeMessage[] = [];
  const { now = Date.now } = options;
  const { local, backend } = await startBackend({
    ...options,
    now: () => now() + ahead,
    onMessage: (message) => void messages.push(message),
  });
  const endpoint = local.graphqlEndpoint;
  const none = () => Promise.resolve({});
  const issuer = new KitIssuer(backend);
  const close = () => Promise.all([local.close(), issuer.close()]).then(() => undefined);
  return {
    ...local,
    asUser: (user = {}) => asUser(backend, endpoint, user),
    asMachine: (machine = {}) => asMachine(backend, endpoint, machine),
    asRole: (role) => asRole(backend, endpoint, role),
    asGuest: () => asPoolIdentity(backend, endpoint, undefined),
    asSigned: ({ sub }) => asPoolIdentity(backend, endpoint, sub),
    asOidc: async (oidc = {}) => identityWith(endpoint, byToken(await issuer.sign(oidc))),
    asKeyHolder: () => identityWith(endpoint, () => Promise.resolve({ 'x-api-key': local.apiKey })),
    asNobody: () => identityWith(endpoint, none),
    messages,
    advance(ms) {
      ahead += ms;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
