export { browserStore, type KeyValueStorage } from './browser-store.ts';
