export { readConfig, type Config, type ConfigSources } from './config.ts';
export { ConfigError } from './errors.ts';
export { parseProjectFile, type ProjectFile } from './project-file.ts';
export { settings, type Setting, type SettingName, type SettingValue } from './settings.ts';
