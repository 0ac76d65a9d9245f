import { isScalarName } from '../read/dialect.ts';
import { namedType, Output } from './output.ts';

/** The part of the schema that the root types reach; generated inputs that nothing uses are left out. */
export function reachable(output: Output): Output {
  const kept = new Output();
  const implementors = Map.groupBy(
    [...output.types.values()].flatMap((type) => type.interfaces.map((name) => ({ name, type: type.name }))),
    ({ name }) => name,
  );
  const queue = ['Query', 'Mutation', 'Subscription'];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const type = output.types.get(name);
    if (!type || kept.types.has(name) || isScalarName(name)) continue;
    kept.add(type);
    for (const field of type.fields) {
      queue.push(
        namedType(field.type),
        ...field.args.map((argument) => namedType(argument.type.split(' ')[0] ?? '')),
      );
    }
    queue.push(...type.interfaces, ...(type.kind === 'union' ? type.values : []));
    queue.push(...(implementors.get(name) ?? []).map((entry) => entry.type));
  }
  return kept;
}
