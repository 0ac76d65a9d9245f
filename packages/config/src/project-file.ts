import { ConfigError } from './errors.ts';

/** A project file, parsed. */
export interface ProjectFile {
  readonly name: string;
  readonly content: unknown;
}

/** The files that are looked for, first wins. */
export const projectFileNames = [
  'postern.config.json',
  'amplify_outputs.json',
  'amplifyconfiguration.json',
  'aws-exports.js',
] as const;

/**
 * Parses a project file. `aws-exports.js` is read as data, never executed.
 *
 * @throws ConfigError `malformed`, naming file and line where known.
 */
export function parseProjectFile(name: string, text: string): ProjectFile {
  const json = name.endsWith('.js') ? objectLiteral(name, text) : text;
  try {
    return { name, content: JSON.parse(json) as unknown };
  } catch (error) {
    throw new ConfigError('malformed', `${name} is not valid: ${lineOf(error, json)}.`, { cause: error });
  }
}

// Amplify writes `const awsmobile = {…};` with JSON inside.
function objectLiteral(name: string, text: string): string {
  const literal = /=\s*(\{[\s\S]*\})\s*;\s*export\s+default/.exec(text)?.[1];
  if (literal === undefined) {
    throw new ConfigError('malformed', `${name} has no \`const awsmobile = {…}; export default awsmobile\`.`);
  }
  return literal;
}

function lineOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return message;
  const line = text.slice(0, Number(position)).split('\n').length;
  return `line ${line}: ${message.replace(/ in JSON at position.*$/, '')}`;
}
