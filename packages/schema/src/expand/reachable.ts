import type { RootNames } from '../read/source.ts';
import { baseOf } from '../read/type-text.ts';
import { Output } from './output.ts';

/** The part of the schema that the root types reach; generated inputs that nothing uses are left out. */
export function reachable(output: Output, roots: RootNames): Output {
  const kept = new Output();
  const implementors = implementorsByInterface(output);
  const queue: string[] = Object.values(roots);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const type = output.types.get(name);
    if (!type || kept.types.has(name)) continue;
    kept.types.set(name, type);
    for (const field of type.fields.values()) {
      queue.push(baseOf(field.type));
      for (const argument of field.args) queue.push(baseOf(argument.type));
    }
    queue.push(...type.interfaces, ...(implementors.get(name) ?? []));
    if (type.kind === 'union') queue.push(...type.members.keys());
  }
  return kept;
}

function implementorsByInterface(output: Output): ReadonlyMap<string, readonly string[]> {
  const implementors = new Map<string, string[]>();
  for (const type of output.types.values()) {
    for (const name of type.interfaces)
      implementors.set(name, [...(implementors.get(name) ?? []), type.name]);
  }
  return implementors;
}
