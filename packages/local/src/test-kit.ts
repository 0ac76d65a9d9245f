export { startLocal, type TestBackend, type TestOptions } from './kit/test-backend.ts';
export type { MachineOptions, RoleOptions, UserOptions } from './kit/identities.ts';
export type { OidcOptions } from './kit/oidc-issuer.ts';
export type { TestAnswer, TestIdentity, TestUser } from './kit/test-identity.ts';
