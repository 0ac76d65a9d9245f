export {
  assumedRole,
  awsChain,
  webIdentity,
  type AssumeRoleOptions,
  type ChainOptions,
} from './aws/provider-chain.ts';
export { fileStore } from './file-store.ts';
export { fileVault } from './rotation/file-vault.ts';
export { hostedUiSource, type HostedUiOptions } from './oauth/hosted-ui-source.ts';
