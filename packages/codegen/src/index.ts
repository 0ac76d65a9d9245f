export { executableSchema } from './executable-schema.ts';
export type { ManifestConfig, ManifestEntry } from './manifest.ts';
export type { MinimumIdentities } from './minimum-identities.ts';
export { plugin, type PluginConfig } from './plugin.ts';
export { awsScalars } from './scalars.ts';
