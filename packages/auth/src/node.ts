export { awsVault, type AwsVaultOptions } from './aws/aws-vault.ts';
export { secretsManagerStore, type SecretsManagerStoreOptions } from './aws/secrets-manager-store.ts';
export type { AwsSecretOptions } from './aws/secrets-manager.ts';
export {
  assumedRole,
  awsChain,
  webIdentity,
  type AssumeRoleOptions,
  type ChainOptions,
} from './aws/provider-chain.ts';
export { fileStore } from './file-store.ts';
export { keychainStore, type KeychainOptions, type KeychainStore } from './keychain-store.ts';
export { fileVault } from './rotation/file-vault.ts';
export { hostedUiSource, type HostedUiOptions, type HostedUiSource } from './oauth/hosted-ui-source.ts';
