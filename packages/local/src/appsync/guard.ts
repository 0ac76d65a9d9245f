import type { AccessTable, Model } from '@postern/schema';
import type { Item } from '../store/item-store.ts';
import type { Caller } from './caller.ts';
import { FieldError, notAuthorized } from './errors.ts';
import { allowsFor, allowsStatically, ownerName, rolesFor, type Role } from './roles.ts';

/** What a caller may see of a list: everything, or the records that a rule names the caller in. */
export type Visible = (item: Item) => boolean;

/**
 * The rules of one model, as the resolvers that AWS's transformer generates enforce them. Run the transformer on a schema
 * to read them: `Mutation.createItem.auth.1.req.vtl` and its kin.
 */
export class Guard {
  readonly #model: Model;
  readonly #roles: Readonly<Record<'get' | 'list' | 'create' | 'update' | 'delete', readonly Role[]>>;
  readonly #iamAccess: boolean;

  constructor(model: Model, access: AccessTable, iamAccess: boolean) {
    this.#model = model;
    this.#iamAccess = iamAccess;
    const roles = (operation: 'get' | 'list' | 'create' | 'update' | 'delete') =>
      rolesFor(access, model.name, operation);
    this.#roles = {
      get: roles('get'),
      list: roles('list'),
      create: roles('create'),
      update: roles('update'),
      delete: roles('delete'),
    };
  }

  /** @throws FieldError `Unauthorized` where the caller may see nothing at all. */
  visible(caller: Caller, operation: 'get' | 'list', field: string): Visible {
    const roles = this.#roles[operation];
    if (this.#passes(caller) || roles.some(({ row }) => allowsStatically(row, caller))) return () => true;
    const dynamic = roles.filter(({ row }) => !row.static && row.provider === 'userPools');
    if (caller.mode !== 'userPools' || dynamic.length === 0) throw notAuthorized('Query', field);
    return (item) => dynamic.some(({ row }) => allowsFor(row, caller, item));
  }

  /**
   * Checks a create and fills the owner in.
   *
   * @returns The input, with the owner where a rule gives one and the input names none.
   * @throws FieldError `Unauthorized`.
   */
  create(caller: Caller, input: Item, field: string): Item {
    if (this.#passes(caller)) return input;
    const roles = this.#roles.create;
    const filled = { ...input };
    let authorized = false;
    const allowed = new Set<string>();
    const grant = (role: Role): void => {
      if (role.allFields) authorized = true;
      else for (const name of role.fields) allowed.add(name);
    };
    for (const role of roles) if (allowsStatically(role.row, caller)) grant(role);
    for (const role of roles) {
      if (role.row.static || caller.mode !== 'userPools') continue;
      if (role.row.strategy === 'owner' && !Object.hasOwn(input, role.row.entity ?? '')) {
        const owner = ownerName(role.row, caller.claims);
        if (owner === undefined) continue;
        filled[role.row.entity ?? ''] = owner;
        if (!authorized) grant(role);
      } else if (!authorized && allowsFor(role.row, caller, input)) {
        grant(role);
      }
    }
    if (!authorized) this.#checkFields(Object.keys(input), allowed, field);
    return filled;
  }

  /** @throws FieldError `Unauthorized`. */
  update(caller: Caller, existing: Item | undefined, input: Item, field: string): void {
    if (this.#passes(caller)) return;
    const applies = ({ row }: Role): boolean =>
      allowsStatically(row, caller) || allowsFor(row, caller, existing ?? {});
    const writers = this.#roles.update.filter(applies);
    const erasers = this.#roles.delete.filter(applies);
    if (writers.some((role) => role.allFields)) return;
    const { partition } = this.#model.primaryKey;
    const writable = new Set([...writers.flatMap((role) => [...role.fields]), partition]);
    const erasable = new Set(erasers.flatMap((role) => [...role.fields]));
    if (writers.length === 0 && erasers.length === 0) throw notAuthorized('Mutation', field);
    this.#refuse(
      Object.keys(input).filter(
        (name) => !writable.has(name) || (input[name] === null && !erasable.has(name)),
      ),
    );
  }

  /** @throws FieldError `Unauthorized`. */
  delete(caller: Caller, existing: Item | undefined, field: string): void {
    if (this.#passes(caller)) return;
    const roles = this.#roles.delete.filter((role) => role.allFields);
    if (!roles.some(({ row }) => allowsStatically(row, caller) || allowsFor(row, caller, existing ?? {}))) {
      throw notAuthorized('Mutation', field);
    }
  }

  // With IAM access on, an IAM caller passes the rules; its policy was asked before.
  #passes(caller: Caller): boolean {
    return caller.mode === 'iam' && this.#iamAccess;
  }

  #checkFields(names: readonly string[], allowed: ReadonlySet<string>, field: string): void {
    if (allowed.size === 0) throw notAuthorized('Mutation', field);
    this.#refuse(names.filter((name) => !allowed.has(name)));
  }

  #refuse(names: readonly string[]): void {
    if (names.length > 0) throw new FieldError('Unauthorized', `Unauthorized on [${names.join(', ')}]`);
  }
}
