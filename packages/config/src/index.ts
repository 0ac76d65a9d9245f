export { readConfig, type Config } from './config.ts';
export type { ConfigSources, ProjectFile } from './config-sources.ts';
export { ConfigError } from './errors.ts';
export { parseProjectFile } from './project-file.ts';
export { settings, type Setting, type SettingName, type SettingValue } from './settings.ts';
