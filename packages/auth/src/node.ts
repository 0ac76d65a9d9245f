export { fileStore } from './file-store.ts';
export { fileVault } from './rotation/file-vault.ts';
