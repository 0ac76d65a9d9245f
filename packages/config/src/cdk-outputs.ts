import type { ProjectFile } from './config-sources.ts';
import { ConfigError } from './errors.ts';
import type { Found } from './found.ts';
import type { Setting } from './settings.ts';

/** Whether a file's content is what `cdk deploy --outputs-file` writes: for each stack, texts by name. */
export function isCdkOutputs(content: object): boolean {
  const stacks = Object.values(content);
  return stacks.length > 0 && stacks.every(isTexts);
}

function isTexts(stack: unknown): boolean {
  return (
    typeof stack === 'object' &&
    stack !== null &&
    Object.values(stack).every((value) => typeof value === 'string')
  );
}

interface Output extends Found {
  /** The output's name in lower case, without the hash that CDK may have added. */
  readonly name: string;
}

/**
 * Finds a setting among the outputs of a CDK app: by the very name, or else by how the name ends, since CDK puts the path of
 * the construct before it and a hash after it.
 *
 * @throws ConfigError `ambiguous` when outputs of different value fit equally well.
 */
export function findOutput({ outputs: names = [] }: Setting, file: ProjectFile): Found | undefined {
  const all = outputsOf(file);
  for (const fits of [
    (wanted: string) => all.filter(({ name }) => name === wanted),
    (wanted: string) => all.filter(({ name }) => name.endsWith(wanted)),
  ]) {
    for (const wanted of names) {
      const [first, ...others] = fits(wanted.toLowerCase());
      const other = others.find(({ value }) => value !== first?.value);
      if (first && other) throw ambiguous(first, other);
      if (first) return { value: first.value, from: first.from };
    }
  }
  return undefined;
}

function outputsOf({ name: file, content }: ProjectFile): Output[] {
  const stacks = Object.entries(content as Record<string, Record<string, string>>);
  return stacks.flatMap(([stack, outputs]) =>
    Object.entries(outputs).map(([key, value]) => ({
      name: key.replace(/[0-9A-F]{8}$/, '').toLowerCase(),
      value,
      from: `${file} (${stack}.${key})`,
    })),
  );
}

function ambiguous(first: Output, other: Output): ConfigError {
  return new ConfigError(
    'ambiguous',
    `Both ${first.from} and ${other.from} could be meant. Say which by a flag, a variable or postern.config.json.`,
  );
}
