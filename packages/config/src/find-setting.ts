import { findOutput } from './cdk-outputs.ts';
import type { ConfigSources, ProjectFile } from './config-sources.ts';
import { ConfigError } from './errors.ts';
import type { Found } from './found.ts';
import type { Setting } from './settings.ts';

/** The first of the sources that has a value. @throws ConfigError `invalid` or `ambiguous` */
export function findSetting(
  setting: Setting,
  { flags = {}, environment, files = [] }: ConfigSources,
): Found | undefined {
  const flag = flags[setting.flag];
  if (flag !== undefined) return { value: flag, from: `--${setting.flag}` };
  for (const name of setting.variables) {
    const value = environment[name];
    if (value !== undefined && value !== '') return { value, from: name };
  }
  for (const file of files) {
    const found = file.kind === 'cdk-outputs' ? findOutput(setting, file) : findKey(setting, file);
    if (found) return found;
  }
  return undefined;
}

function findKey({ keys }: Setting, { name, content }: ProjectFile): Found | undefined {
  for (const key of keys) {
    const value = at(content, key);
    const from = `${name} (${key})`;
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string') throw new ConfigError('invalid', `${from} has to be text in quotes.`);
    return { value, from };
  }
  return undefined;
}

function at(content: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    const holder = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    return Object.hasOwn(holder, key) ? holder[key] : undefined;
  }, content);
}
