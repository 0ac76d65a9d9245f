import { modeDirectives, serviceDirectives, setOf } from '../auth-modes.ts';
import type { Expansion } from '../context.ts';
import { outputDirective, type OutputDirective } from '../output-directive.ts';
import type { OutputType } from '../output.ts';

const iam = [outputDirective('aws_iam')];
const modeNames: ReadonlySet<string> = new Set([...modeDirectives.values()].map(({ name }) => name));

/**
 * Opens all of a schema to IAM, whose policy then decides; whoever could reach something before, still can.
 *
 * The first version knows no such setting: what no rule names is open to the default mode, and stays so.
 */
export function openToIam({ output, source, modes }: Expansion): void {
  if (modes.default === 'iam') return;
  const both = serviceDirectives(setOf('iam') | setOf(modes.default), modes.default, true);
  const roots: readonly string[] = Object.values(source.roots);
  for (const type of output.types.values()) {
    if (type.kind !== 'type') continue;
    openFields(type, roots.includes(type.name) ? both : []);
    if (roots.includes(type.name)) continue;
    output.addTypeDirectives(type.name, namesMode(type.directives) ? iam : both);
  }
}

// A field without a directive of its own is as open as its type, but for those of root types.
function openFields({ fields, directives }: OutputType, whereNone: readonly OutputDirective[]): void {
  for (const [name, field] of fields) {
    const added = namesMode(field.directives) ? iam : namesMode(directives) ? [] : whereNone;
    const fresh = added.filter((one) => field.directives.every((existing) => existing.name !== one.name));
    if (fresh.length > 0) fields.set(name, { ...field, directives: [...field.directives, ...fresh] });
  }
}

function namesMode(directives: readonly OutputDirective[]): boolean {
  return directives.some(({ name }) => modeNames.has(name));
}
