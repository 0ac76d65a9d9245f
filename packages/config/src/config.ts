import type { ConfigSources } from './config-sources.ts';
import { ConfigError } from './errors.ts';
import { findSetting } from './find-setting.ts';
import type { Found } from './found.ts';
import { settings, type Setting, type SettingName, type SettingValue } from './settings.ts';

/** Resolved configuration. It holds its values where neither `console.log` nor `JSON.stringify` shows them. */
export interface Config {
  /** A setting's value, or undefined. @throws ConfigError `invalid` when it makes no sense, `ambiguous` */
  get<Name extends SettingName>(name: Name): SettingValue<Name> | undefined;
  /** A setting's value. @throws ConfigError `missing`, naming flag, variable and file key that would supply it. */
  require<Name extends SettingName>(name: Name): SettingValue<Name>;
  /** Where a setting's value came from; undefined when it has none. */
  sourceOf(name: SettingName): string | undefined;
  /** Where each value came from, for every setting that has one. */
  sources(): Partial<Record<SettingName, string>>;
}

/** Resolves flags over environment over project files. Nothing is looked up before it is asked for. */
export function readConfig(sources: ConfigSources): Config {
  const find = (name: SettingName): Found | undefined =>
    findSetting(settings[name], sources) ?? derived(name, sources);
  const get = <Name extends SettingName>(name: Name): SettingValue<Name> | undefined => {
    const found = find(name);
    return found && (checked(settings[name], found) as SettingValue<Name>);
  };
  const sourceOf = (name: SettingName): string | undefined => find(name)?.from;
  return {
    get,
    require: (name) => {
      const value = get(name);
      if (value === undefined) throw missing(name);
      return value;
    },
    sourceOf,
    sources: () =>
      Object.fromEntries(
        (Object.keys(settings) as SettingName[])
          .map((name) => [name, sourceOf(name)])
          .filter(([, from]) => from !== undefined),
      ) as Partial<Record<SettingName, string>>,
  };
}

// A user pool's id begins with its region.
function derived(name: SettingName, sources: ConfigSources): Found | undefined {
  if (name !== 'region') return undefined;
  const pool = findSetting(settings.userPoolId, sources);
  const region = pool && /^([a-z]+(?:-[a-z]+)+-\d+)_/.exec(pool.value)?.[1];
  return pool && region ? { value: region, from: pool.from } : undefined;
}

function checked({ oneOf, address = false }: Setting, { value, from }: Found): string {
  if (oneOf && !oneOf.includes(value)) {
    throw new ConfigError('invalid', `${from} is "${value}"; it can be ${oneOf.join(', ')}.`);
  }
  if (address && !/^https?:$/.test(URL.parse(value)?.protocol ?? '')) {
    throw new ConfigError('invalid', `${from} has to be an address that begins with https:// or http://.`);
  }
  return value;
}

function missing(name: SettingName): ConfigError {
  const { flag, variables, keys, orElse }: Setting = settings[name];
  const ways = [
    `set ${variables[0]}`,
    `pass --${flag}`,
    ...(keys[0] === undefined ? [] : [`add "${keys[0]}" to postern.config.json`]),
    ...(orElse === undefined ? [] : [orElse]),
  ];
  return new ConfigError('missing', `No ${name} is configured: ${ways.join(', or ')}.`);
}
