import { isCdkOutputs } from './cdk-outputs.ts';
import type { ProjectFile } from './config-sources.ts';
import { ConfigError } from './errors.ts';
import { LiteralError, readLiteral } from './literal.ts';

// Files whose names say how their content is arranged.
const keyedFileNames: readonly string[] = [
  'postern.config.json',
  'amplify_outputs.json',
  'amplifyconfiguration.json',
  'aws-exports.js',
];

/** The files that are looked for, first wins. */
export const projectFileNames: readonly string[] = [...keyedFileNames, 'cdk-outputs.json'];

/**
 * Parses a project file. `aws-exports.js` is read as data, never executed. What `cdk deploy --outputs-file` wrote is known
 * by its shape, under any other name.
 *
 * @throws ConfigError `malformed`, naming file and line.
 */
export function parseProjectFile(name: string, text: string): ProjectFile {
  const content = name.endsWith('.js') ? javascriptIn(name, text) : jsonIn(name, text);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigError('malformed', `${name} has to hold an object: { … }.`);
  }
  const known = keyedFileNames.includes(name.replace(/^.*[/\\]/, ''));
  return { name, content, kind: !known && isCdkOutputs(content) ? 'cdk-outputs' : 'keys' };
}

function jsonIn(name: string, text: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(json);
  } catch {
    // JSON.parse quotes the text in its error, and there may be something in it that nobody should see.
    throw malformed(name, json, placeOf(json));
  }
}

// `const awsmobile = {…}; export default awsmobile;`, `export default {…}` or `module.exports = {…}`.
function javascriptIn(name: string, text: string): unknown {
  const start = /(?:=|export\s+default)\s*(?=\{)/.exec(text);
  if (!start) {
    throw new ConfigError(
      'malformed',
      `${name} has no object to read, such as \`const awsmobile = {…}; export default awsmobile;\`.`,
    );
  }
  try {
    return readLiteral(text, 'javascript', start.index + start[0].length).value;
  } catch (error) {
    throw error instanceof LiteralError ? malformed(name, text, error.offset) : error;
  }
}

function placeOf(json: string): number {
  try {
    return readLiteral(json, 'json').end;
  } catch (error) {
    return error instanceof LiteralError ? error.offset : json.length;
  }
}

function malformed(name: string, text: string, offset: number): ConfigError {
  const before = text.slice(0, offset).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  const what = name.endsWith('.js') ? 'plain data' : 'JSON';
  return new ConfigError(
    'malformed',
    `${name} is not valid: line ${before.length}, column ${column} is no ${what}.`,
  );
}
