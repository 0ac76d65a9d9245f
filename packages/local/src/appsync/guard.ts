import type { AccessOperation, ExpandedSchema, Model } from '@postern/schema';
import type { Item } from '../store/item-store.ts';
import { hasToken, type Caller } from './caller.ts';
import { ownerNames } from './claims.ts';
import { FieldError, notAuthorized } from './errors.ts';
import { readingFor, type AskedQuery, type Reading } from './reading.ts';
import { allowsFor, allowsStatically, isDynamicFor, passesRules, rolesFor, type Role } from './roles.ts';

/**
 * The rules of one model, as the resolvers that AWS's transformer generates enforce them. `golden/rules.json` holds what
 * those decide; run the transformer on a schema to read them: `Mutation.createItem.auth.1.req.vtl` and its kin.
 */
export class Guard {
  readonly #model: Model;
  readonly #iamAccess: boolean;
  readonly #fields: ReadonlySet<string>;
  readonly #readers: Readonly<Record<'get' | 'list' | 'relation', readonly Role[]>>;
  readonly #creators: readonly Role[];
  readonly #updaters: readonly Role[];
  readonly #deleters: readonly Role[];

  constructor(expanded: ExpandedSchema, model: Model) {
    this.#model = model;
    this.#iamAccess = expanded.iamAccess;
    this.#fields = new Set(expanded.access.fieldsOf(model.name));
    const readers = (...operations: AccessOperation[]): Role[] =>
      rolesFor(expanded, model.name, ...operations);
    this.#readers = {
      get: readers('get'),
      list: readers('list'),
      relation: readers('get', 'list', 'sync', 'search', 'listen'),
    };
    this.#creators = rolesFor(expanded, model.name, 'create');
    this.#updaters = rolesFor(expanded, model.name, 'update');
    this.#deleters = rolesFor(expanded, model.name, 'delete');
  }

  /** @throws FieldError `Unauthorized` where the caller may see nothing at all. */
  read(
    caller: Caller,
    operation: 'get' | 'list' | 'relation',
    { type, field }: { readonly type: string; readonly field: string },
    query: AskedQuery,
  ): Reading {
    if (this.#passes(caller)) return { sees: () => true, args: query.args };
    const reading = readingFor(this.#readers[operation], caller, query);
    if (!reading) throw notAuthorized(type, field);
    return reading;
  }

  /**
   * Checks a create and fills the owner in.
   *
   * @returns The input, with the owner where a rule gives one and the input names none.
   * @throws FieldError `Unauthorized`.
   */
  create(caller: Caller, input: Item, field: string): Item {
    if (this.#passes(caller)) return input;
    const granted = this.#creators.filter(
      (role) =>
        allowsStatically(role.row, caller) ||
        isFilledIn(role, caller, input) ||
        allowsFor(role, caller, input),
    );
    if (granted.length === 0) throw notAuthorized('Mutation', field);
    if (!granted.some(({ allFields }) => allFields)) {
      const allowed = new Set(granted.flatMap(({ fields }) => [...fields]));
      this.#refuse(Object.keys(input).filter((name) => this.#fields.has(name) && !allowed.has(name)));
    }
    return { ...input, ...ownersFor(this.#creators, caller, input) };
  }

  /**
   * @param existing - Undefined where there is no such record.
   * @throws FieldError `Unauthorized`.
   */
  update(caller: Caller, existing: Item | undefined, input: Item, field: string): void {
    if (this.#passes(caller)) return;
    const applies = (role: Role): boolean =>
      allowsStatically(role.row, caller) || allowsFor(role, caller, existing ?? {});
    const updaters = this.#updaters.filter(applies);
    const deleters = this.#deleters.filter(applies);
    if (updaters.length === 0 && deleters.length === 0) throw notAuthorized('Mutation', field);
    // Whoever may update and delete every field is asked nothing more.
    if (
      updaters.some(
        (role) => role.allFields && deleters.some((other) => isSame(role, other) && other.allFields),
      )
    )
      return;
    const writable = new Set([
      ...updaters.flatMap(({ fields }) => [...fields]),
      this.#model.primaryKey.partition,
    ]);
    const erasable = new Set(deleters.flatMap(({ fields }) => [...fields]));
    const given = Object.keys(input).filter((name) => this.#fields.has(name));
    const erased = given.filter((name) => input[name] === null && !erasable.has(name));
    this.#refuse([...new Set([...erased, ...given.filter((name) => !writable.has(name))])]);
  }

  /** @throws FieldError `Unauthorized`. */
  delete(caller: Caller, existing: Item | undefined, field: string): void {
    if (this.#passes(caller)) return;
    const roles = this.#deleters.filter((role) => role.allFields);
    if (
      !roles.some((role) => allowsStatically(role.row, caller) || allowsFor(role, caller, existing ?? {}))
    ) {
      throw notAuthorized('Mutation', field);
    }
  }

  // With IAM access on, an IAM caller passes the rules; its policy was asked before.
  #passes(caller: Caller): boolean {
    return passesRules({ iamAccess: this.#iamAccess }, caller);
  }

  #refuse(names: readonly string[]): void {
    if (names.length > 0) throw new FieldError('Unauthorized', `Unauthorized on [${names.join(', ')}]`);
  }
}

function isSame(a: Role, b: Role): boolean {
  const [one, other] = [a.row, b.row];
  return (
    one.provider === other.provider &&
    one.strategy === other.strategy &&
    one.static === other.static &&
    one.claim === other.claim &&
    one.entity === other.entity
  );
}

// An input that does not mention the owner becomes the caller's own.
function isFilledIn(role: Role, caller: Caller, input: Item): boolean {
  return fillFor(role, caller, input) !== undefined;
}

function fillFor({ row, isList }: Role, caller: Caller, input: Item): unknown {
  const field = row.entity ?? '';
  if (!isDynamicFor({ row }, caller) || !hasToken(caller) || row.strategy !== 'owner') return undefined;
  if (Object.hasOwn(input, field)) return undefined;
  const { whole } = ownerNames(row, caller.claims);
  return whole !== undefined && isList ? [whole] : whole;
}

function ownersFor(roles: readonly Role[], caller: Caller, input: Item): Item {
  const owners: Item = {};
  for (const role of roles) {
    const owner = fillFor(role, caller, { ...input, ...owners });
    if (owner !== undefined) owners[role.row.entity ?? ''] = owner;
  }
  return owners;
}
