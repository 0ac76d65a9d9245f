import { ConfigError } from './errors.ts';
import type { ProjectFile } from './project-file.ts';
import { settings, type Setting, type SettingName } from './settings.ts';

/** Where configuration may come from, in the order in which it wins. */
export interface ConfigSources {
  /** Flags by name, without dashes. @defaultValue none */
  readonly flags?: Readonly<Record<string, string | undefined>>;
  /** The environment, read once by the app. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Parsed project files, first wins. @defaultValue none */
  readonly files?: readonly ProjectFile[];
}

/** A value with where it came from, such as `COGNITO_CLIENT_ID` or `amplify_outputs.json`. */
export interface Found {
  readonly value: string;
  readonly from: string;
}

/** Resolved configuration. */
export interface Config {
  /** A setting's value, or undefined. */
  get(name: SettingName): string | undefined;
  /** A setting's value. @throws ConfigError `missing`, naming flag, variable and file key that would supply it. */
  require(name: SettingName): string;
  /** Where a setting's value came from; undefined when it has none. */
  sourceOf(name: SettingName): string | undefined;
}

/** Resolves flags over environment over project files. */
export function readConfig(sources: ConfigSources): Config {
  const find = (name: SettingName): Found | undefined =>
    findSetting(settings[name], sources) ?? derived(name, sources);
  return {
    get: (name) => find(name)?.value,
    require: (name) => {
      const found = find(name);
      if (!found) throw missing(name);
      return found.value;
    },
    sourceOf: (name) => find(name)?.from,
  };
}

function findSetting(
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
    for (const key of setting.keys) {
      const value = at(file.content, key);
      if (typeof value === 'string' && value !== '') return { value, from: `${file.name} (${key})` };
    }
  }
  return undefined;
}

// A user pool's id begins with its region.
function derived(name: SettingName, sources: ConfigSources): Found | undefined {
  if (name !== 'region') return undefined;
  const pool = findSetting(settings.userPoolId, sources);
  const region = pool && /^([a-z]{2}(?:-[a-z]+)+-\d)_/.exec(pool.value)?.[1];
  return pool && region ? { value: region, from: pool.from } : undefined;
}

function at(content: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    const holder = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    return Object.hasOwn(holder, key) ? holder[key] : undefined;
  }, content);
}

function missing(name: SettingName): ConfigError {
  const { flag, variables, keys }: Setting = settings[name];
  const ways = [
    `set ${variables[0]}`,
    `pass --${flag}`,
    ...(keys[0] === undefined ? [] : [`add "${keys[0]}" to postern.config.json`]),
  ];
  return new ConfigError('missing', `No ${name} is configured: ${ways.join(', or ')}.`);
}
