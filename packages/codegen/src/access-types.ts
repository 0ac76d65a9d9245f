import type { OperationAccess } from '@postern/schema';

interface WithAccess {
  readonly access: OperationAccess;
}

/** The access of operations as named types, one for all operations that are open to the same callers. */
export interface AccessTypes {
  readonly declarations: readonly string[];
  nameOf(operation: WithAccess): string;
}

/**
 * Gives each different access one name, so that the compiler reads it once and not with every operation.
 *
 * @param operations - In the order of the file; the names are counted in it.
 */
export function nameAccessTypes(operations: readonly WithAccess[]): AccessTypes {
  const names = new Map<string, string>();
  const nameOf = ({ access }: WithAccess): string => {
    const type = literalType(access);
    const name = names.get(type) ?? `PosternAccess${names.size + 1}`;
    names.set(type, name);
    return name;
  };
  for (const operation of operations) nameOf(operation);
  return { declarations: [...names].map(([type, name]) => `type ${name} = ${type};`), nameOf };
}

function literalType(value: object): string {
  const entries = Object.entries(value).map(([key, entry]) => {
    const type = typeof entry === 'string' ? JSON.stringify(entry) : literalType(entry as object);
    return `readonly ${JSON.stringify(key)}: ${type}`;
  });
  return `{ ${entries.join('; ')} }`;
}
