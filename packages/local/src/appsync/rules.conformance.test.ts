import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '@postern/schema';
import { describe, expect, test } from 'vitest';
import type { Item } from '../store/item-store.ts';
import type { Caller } from './caller.ts';
import { FieldError } from './errors.ts';
import { readFieldPolicy } from './field-policy.ts';
import { Guard } from './guard.ts';
import { rolesFor } from './roles.ts';
import { subscriptionFilter } from './subscription-rules.ts';

// What the resolvers of AWS's own transformer decide; golden/make-rules.cjs makes it.
const folder = join(import.meta.dirname, '../../golden');
type Verdicts<Value> = Record<string, Record<string, Value>>;
type Read = Record<string, string | { sees: string[]; keys?: Record<string, string> }>;
interface Golden {
  callers: Record<string, Caller>;
  docs: Record<string, Item>;
  docInputs: Record<string, Item>;
  docChanges: Record<string, Item>;
  listens: Record<string, Item>;
  plains: Record<string, Item>;
  diaries: Record<string, Item>;
  Doc: {
    create: Verdicts<string | Item>;
    update: Verdicts<Record<string, string>>;
    delete: Verdicts<string>;
    get: Read;
    list: Read;
    listen: Verdicts<Item | string | null>;
    secret: Record<string, string[]>;
    note: Record<string, string[]>;
  };
  Plain: {
    create: Verdicts<string | Item>;
    update: Verdicts<Record<string, string>>;
    delete: Verdicts<string>;
    list: Read;
    listen: Verdicts<Item | string | null>;
  };
  Diary: Record<string, Read> & { listen: Verdicts<Item | string | null> };
  roots: { audit: string[] };
}
const golden = JSON.parse(readFileSync(join(folder, 'rules.json'), 'utf8')) as Golden;
const sdl = readFileSync(join(folder, 'rules.graphql'), 'utf8');

const mapped = <From, To>(object: Record<string, From>, make: (value: From, key: string) => To) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, make(value, key)]));

function verdict<Result>(run: () => Result): Result | string {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return error.message.startsWith('Not Authorized') ? 'Unauthorized' : error.message;
  }
}

// The resolvers decide about an OpenID Connect provider's tokens as they do about a user pool's: make-rules.cjs checks it.
describe.each(['userPools', 'oidc'] as const)(
  'for %s the guard decides what the resolvers of AWS decide',
  (mode) => {
    const { docs, docInputs, docChanges, plains, diaries } = golden;
    const callers = mapped(
      golden.callers,
      (caller) => ({ ...caller, ...(caller.mode === 'userPools' ? { mode } : {}) }) as Caller,
    );
    const expanded = expand(sdl.replace(/allow: (owner|groups|private)/g, `allow: $1, provider: ${mode}`));
    const guardOf = (name: string): Guard => new Guard(expanded, expanded.models.get(name)!);
    const [doc, plain, diary] = [guardOf('Doc'), guardOf('Plain'), guardOf('Diary')];

    test('who may create, and whose the record becomes', () => {
      const inputs = { bare: { name: 'n' }, foreign: { name: 'n' } };
      const create = (guard: Guard, given: Record<string, Item>) =>
        mapped(callers, (caller) =>
          mapped(given, (input) => verdict(() => guard.create(caller, input, 'create'))),
        );
      expect(create(doc, docInputs)).toEqual(golden.Doc.create);
      expect(create(plain, inputs)).toEqual(golden.Plain.create);
    });

    test('who may update which fields of which record', () => {
      const update = (guard: Guard, records: Record<string, Item>, changes: Record<string, Item>) =>
        mapped(callers, (caller) =>
          mapped(records, (record) =>
            mapped(changes, (change) =>
              verdict(() => {
                guard.update(caller, record, { id: record.id, ...change }, 'update');
                return 'ok';
              }),
            ),
          ),
        );
      expect(update(doc, docs, docChanges)).toEqual(golden.Doc.update);
      expect(update(plain, plains, { name: { name: 'm' } })).toEqual(golden.Plain.update);
    });

    test('who may delete which record', () => {
      const remove = (guard: Guard, records: Record<string, Item>) =>
        mapped(callers, (caller) =>
          mapped(records, (record) =>
            verdict(() => {
              guard.delete(caller, record, 'delete');
              return 'ok';
            }),
          ),
        );
      expect(remove(doc, docs)).toEqual(golden.Doc.delete);
      expect(remove(plain, plains)).toEqual(golden.Plain.delete);
    });

    test('who sees which record, and which keys narrow the query', () => {
      const read = (
        model: string,
        records: Record<string, Item>,
        operation: 'get' | 'list',
        args: Item,
        index?: string,
      ) => {
        const { primaryKey, indexes } = expanded.models.get(model)!;
        const key = indexes.find(({ name }) => name === index) ?? primaryKey;
        const guard = { Doc: doc, Plain: plain, Diary: diary }[model]!;
        return mapped(callers, (caller) =>
          verdict(() => {
            const reading = guard.read(
              caller,
              operation,
              { type: 'Query', field: 'read' },
              { args, key, isIndex: index !== undefined },
            );
            const added = Object.entries(reading.args).filter(([name]) => !(name in args));
            const keys = Object.fromEntries(
              added.map(([name, value]) => [name, (value as { eq?: string }).eq ?? value]),
            );
            const sees = Object.keys(records).filter((name) => reading.sees(records[name]!));
            return { sees, ...(added.length > 0 ? { keys } : {}) };
          }),
        );
      };
      expect(read('Doc', docs, 'get', { id: '1' })).toEqual(golden.Doc.get);
      expect(read('Doc', docs, 'list', {})).toEqual(golden.Doc.list);
      expect(read('Plain', plains, 'list', {})).toEqual(golden.Plain.list);
      const { listen: _, ...queries } = golden.Diary;
      expect({
        getOwn: read('Diary', diaries, 'get', { owner: 'ann', day: '1' }),
        getForeign: read('Diary', diaries, 'get', { owner: 'x', day: '1' }),
        list: read('Diary', diaries, 'list', {}),
        listOwn: read('Diary', diaries, 'list', { owner: 's-ann::ann' }),
        byKind: read('Diary', diaries, 'list', { kind: 'k' }, 'byKind'),
        byKindOwn: read('Diary', diaries, 'list', { kind: 'k', owner: { eq: 'ann' } }, 'byKind'),
        byKindForeign: read('Diary', diaries, 'list', { kind: 'k', owner: { eq: 'x' } }, 'byKind'),
      }).toEqual(queries);
    });

    test('who hears of which events, and what filters them', () => {
      const listen = (model: string) => {
        const roles = rolesFor(expanded, model, 'listen');
        return mapped(callers, (caller) =>
          mapped(golden.listens, (args) =>
            verdict(() => subscriptionFilter(roles, caller, args, 'listen') ?? null),
          ),
        );
      };
      expect(listen('Doc')).toEqual(golden.Doc.listen);
      expect(listen('Plain')).toEqual(golden.Plain.listen);
      expect(listen('Diary')).toEqual(golden.Diary.listen);
    });

    test('who reads a field with rules of its own', () => {
      const readers = (field: string) => {
        const policy = readFieldPolicy(expanded, 'Doc', field);
        return mapped(callers, (caller) =>
          Object.keys(docs).filter((name) => policy.allows(caller, docs[name])),
        );
      };
      expect(readers('secret')).toEqual(golden.Doc.secret);
      expect(readers('note')).toEqual(golden.Doc.note);
    });

    test('who may call a function', () => {
      const policy = readFieldPolicy(expanded, 'Query', 'audit');
      expect(Object.keys(callers).filter((name) => policy.allows(callers[name]!, undefined))).toEqual(
        golden.roots.audit,
      );
    });
  },
);
