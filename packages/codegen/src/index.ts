export { executableSchema } from './executable-schema.ts';
export { plugin, type PluginConfig } from './plugin.ts';
export { awsScalars } from './scalars.ts';
