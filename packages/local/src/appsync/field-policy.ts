import { fieldModes, type AccessRow, type ExpandedSchema } from '@postern/schema';
import type { Item } from '../store/item-store.ts';
import type { Caller } from './caller.ts';
import { allowsFor, allowsStatically } from './roles.ts';

/** Decides whether a caller may reach a field, before its resolver runs. */
export class FieldPolicy {
  readonly #expanded: ExpandedSchema;
  readonly #fields = new Map<string, Policy>();

  constructor(expanded: ExpandedSchema) {
    this.#expanded = expanded;
  }

  /**
   * @param source - The record, for a field of a model; nothing for a root field.
   */
  allows(type: string, field: string, caller: Caller, source: Item | undefined): boolean {
    const policy = this.#policyOf(type, field);
    if (!policy.modes.has(caller.mode)) return false;
    if (caller.mode === 'iam') {
      return policy.root
        ? isAllowed(caller.principal.graphqlFields, type, field)
        : this.#expanded.iamAccess || !policy.readers;
    }
    if (!policy.readers) return true;
    return policy.readers.some(
      (row) => allowsStatically(row, caller) || allowsFor(row, caller, source ?? {}),
    );
  }

  /** The name that an owner field shows: the part after `::` of what is stored. */
  showsOwner(type: string, field: string): boolean {
    return this.#policyOf(type, field).owner;
  }

  #policyOf(type: string, field: string): Policy {
    const key = `${type}.${field}`;
    const known = this.#fields.get(key) ?? this.#read(type, field);
    this.#fields.set(key, known);
    return known;
  }

  #read(type: string, field: string): Policy {
    const { access } = this.#expanded;
    const ownRules = access.hasRules(`${type}:${field}`) ? access.rowsOf(`${type}:${field}`) : undefined;
    const owners = access.rowsOf(type).filter((row) => row.strategy === 'owner' && row.entity === field);
    return {
      modes: new Set<string>(fieldModes(this.#expanded, type, field)),
      root: type === 'Query' || type === 'Mutation' || type === 'Subscription',
      readers: ownRules ?? access.readersOf(type, field),
      owner: owners.some((row) => row.claim?.includes('::') ?? false),
    };
  }
}

interface Policy {
  readonly modes: ReadonlySet<string>;
  readonly root: boolean;
  /** Undefined where the field needs no check of its own. */
  readonly readers: readonly AccessRow[] | undefined;
  readonly owner: boolean;
}

function isAllowed(patterns: readonly string[], type: string, field: string): boolean {
  const resource = `types/${type}/fields/${field}`;
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? resource.startsWith(pattern.slice(0, -1)) : pattern === resource,
  );
}
