export {
  identityPoolCredentials,
  userPoolLogin,
  type IdentityPoolOptions,
  type Login,
} from './aws/identity-pool.ts';
export type { AwsCredentials, AwsIdentity } from './aws-credentials.ts';
export type * from './challenges.ts';
export type { CognitoAddress, PasswordFlow, SignInFlow } from './cognito-client.ts';
export type { CredentialSource, SignableRequest } from './credential-source.ts';
export { AuthError, ChallengeError, type AuthErrorCode } from './errors.ts';
export { explain, type ClaimRule, type MissingClaim, type TokenExplanation } from './explain.ts';
export { apiKeySource, tokenSource } from './fixed-sources.ts';
export { iamSource, type IamOptions } from './iam-source.ts';
export type { KeptSource } from './keeper-source.ts';
export { machineSource, type MachineOptions } from './oauth/machine-source.ts';
export { userPoolServer, type OAuthServer } from './oauth/oauth-server.ts';
export { rotateClientSecret, type RotateClientSecretOptions } from './rotation/rotate-client-secret.ts';
export { rotatePassword, type RotatePasswordOptions } from './rotation/rotate-password.ts';
export { secretOf, type SecretVault } from './rotation/secret-vault.ts';
export { secretHash } from './secret-hash.ts';
export type { SecretText } from './secret-text.ts';
export type { SignInOptions } from './sign-in-options.ts';
export { memoryStore, type TokenKey, type TokenStore } from './token-store.ts';
export { readToken, type Tokens, type WhoAmI } from './tokens.ts';
export { userPoolSource, type UserPoolOptions, type UserPoolSource } from './user-pool-source.ts';
