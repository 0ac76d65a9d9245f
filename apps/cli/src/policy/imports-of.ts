/** What a source file takes from the modules that hold generated operations. */
export interface Imports {
  readonly names: readonly string[];
  /** Whether it takes all of a module, in a way that does not show which operations it runs. */
  readonly everything: boolean;
}

const statement =
  /\b(?:import|export)\s+(type\s+)?((?:\w+\s*,\s*)?(?:\{[^}]*\}|\*(?:\s*as\s+\w+)?|\w+))\s*from\s*['"]([^'"]+)['"]/g;
const dynamic =
  /(?:(?:const|let|var)\s*(\{[^}]*\})\s*=\s*await\s+)?(?<![.\w])(?:import|require)\s*\(\s*['"]([^'"]+)['"]\s*\)/g;

/**
 * Reads which names a file imports for use at run time; imports of types are none.
 *
 * @param isContract - Whether a module is one that holds generated operations.
 */
export function importsOf(code: string, isContract: (module: string) => boolean): Imports {
  const text = code.replace(/\/\*[^]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');
  const names: string[] = [];
  let everything = false;
  for (const [, ofTypes, clause = '', module = ''] of text.matchAll(statement)) {
    if (ofTypes !== undefined || !isContract(module)) continue;
    const namespace = /\*\s*as\s+(\w+)/.exec(clause)?.[1];
    const members = namespace === undefined ? undefined : membersOf(text, namespace);
    if (clause.includes('{')) names.push(...namesIn(clause));
    else if (members) names.push(...members);
    else everything = true;
  }
  for (const [, pattern, module = ''] of text.matchAll(dynamic)) {
    if (!isContract(module)) continue;
    if (pattern === undefined) everything = true;
    else names.push(...namesIn(pattern));
  }
  return { names, everything };
}

function namesIn(clause: string): string[] {
  const list = /\{([^}]*)\}/.exec(clause)?.[1] ?? '';
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('type '))
    .map((part) => part.split(/\s+as\s+|\s*:\s*/)[0] ?? '');
}

// Undefined where the namespace is used as a whole, so that its members are not to be seen.
function membersOf(text: string, namespace: string): string[] | undefined {
  const uses = [...text.matchAll(new RegExp(`(?<!\\bas\\s+)\\b${namespace}\\b(?:\\s*\\.\\s*(\\w+))?`, 'g'))];
  const members = uses.map(([, member]) => member);
  return members.every((member) => member !== undefined) ? members : undefined;
}
