import { settings, type Config, type Setting, type SettingName } from '@postern/config';
import type { Style } from '../terminal.ts';

const names = Object.keys(settings) as SettingName[];

/** Every setting that has a value, with where it comes from; a secret's value is left out. */
export function settingsDocument(config: Config): Record<string, { value?: string; from: string }> {
  const entries = names.flatMap((name) => {
    const from = config.sourceOf(name);
    const value = isSecret(name) ? undefined : config.get(name);
    return from === undefined ? [] : [[name, { ...(value === undefined ? {} : { value }), from }] as const];
  });
  return Object.fromEntries(entries);
}

/** The same for a person, those without a value included. */
export function describeSettings(config: Config, paint: (style: Style, text: string) => string): string[] {
  const rows = names.map((name) => {
    const from = config.sourceOf(name);
    const shown = isSecret(name) ? '(hidden)' : config.get(name);
    return { name, value: from === undefined ? '-' : (shown ?? '-'), from };
  });
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const valueWidth = Math.max(...rows.map(({ value }) => value.length));
  return [
    paint('bold', 'Settings'),
    ...rows.map(({ name, value, from }) =>
      `  ${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${paint('dim', from ?? '')}`.trimEnd(),
    ),
  ];
}

function isSecret(name: SettingName): boolean {
  const { secret = false }: Setting = settings[name];
  return secret;
}
