import { standardScalars } from '../read/scalars.ts';
import type { RootNames } from '../read/source.ts';
import { baseOf } from '../read/type-text.ts';
import { Output, type OutputField } from './output.ts';

const standard: ReadonlySet<string> = new Set(standardScalars);

/** The part of the schema that the root types reach; generated inputs that nothing uses are left out. */
export function reachable(output: Output, roots: RootNames): Output {
  const kept = new Output();
  const implementors = implementorsByInterface(output);
  const queue: string[] = Object.values(roots);
  const want = ({ type: named }: { readonly type: string }): void => {
    if (standard.has(named)) return;
    const base = baseOf(named);
    if (!kept.types.has(base)) queue.push(base);
  };
  const wantAll = (field: OutputField): void => {
    want(field);
    if (field.args.length > 0) field.args.forEach(want);
  };
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const type = output.types.get(name);
    if (!type || kept.types.has(name)) continue;
    kept.types.set(name, type);
    type.fields.forEach(wantAll);
    queue.push(...type.interfaces, ...(implementors.get(name) ?? []));
    if (type.kind === 'union') queue.push(...type.members.keys());
  }
  return kept;
}

function implementorsByInterface(output: Output): ReadonlyMap<string, readonly string[]> {
  const implementors = new Map<string, string[]>();
  for (const type of output.types.values()) {
    for (const name of type.interfaces) {
      const others = implementors.get(name);
      if (others) others.push(type.name);
      else implementors.set(name, [type.name]);
    }
  }
  return implementors;
}
