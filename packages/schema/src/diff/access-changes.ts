import type { ExpandedSchema } from '../expand.ts';
import type { AccessChange } from './access-change.ts';
import { broaderThan, holds, type Holders } from './grants.ts';
import { sentence } from './sentence.ts';
import { fieldThings, rootFieldThings, type Thing } from './things.ts';

interface Told extends Pick<AccessChange, 'kind' | 'who' | 'deed'> {
  readonly thing: Thing;
}

/** Compares who may do what in two schemas, in words. What is gone altogether is told by the changes of shape. */
export function accessChanges(before: ExpandedSchema, after: ExpandedSchema): AccessChange[] {
  const roots = rootFieldThings(before, after);
  const fields = fieldThings(before, after);
  const old = new Set([...roots, ...fields].flatMap((thing) => [...(thing.before ?? [])]));
  const ofRoots = roots.flatMap((thing) => changesOf(thing, old));
  const ofFields = fields.flatMap((thing) => changesOf(thing, old));
  const told = [...gather(ofRoots), ...gather(joinWrites(untold(ofFields, ofRoots, fields)))];
  return told.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

const order: readonly AccessChange['kind'][] = ['gained', 'lost', 'new'];

function changesOf(thing: Thing, old: Holders): Told[] {
  const { before, after, deed } = thing;
  const everybody = new Set([...(before ?? []), ...after].flatMap((who) => [who, broaderThan(who) ?? who]));
  const told = (who: string): Told['kind'] | undefined => {
    if (before === undefined && !holds(after, who)) return undefined;
    if (before === undefined) return old.has(who) || broaderThan(who) !== undefined ? 'new' : 'gained';
    if (holds(before, who) === holds(after, who)) return undefined;
    return holds(after, who) ? 'gained' : 'lost';
  };
  return [...everybody].flatMap((who): Told[] => {
    const kind = told(who);
    const broader = broaderThan(who);
    const isImplied = broader !== undefined && kind !== undefined && told(broader) === kind;
    return kind === undefined || isImplied ? [] : [{ kind, who, deed, thing }];
  });
}

// Who gains or loses a model's root field gains or loses the fields with it; those are told where it is not all of them.
function untold(ofFields: readonly Told[], ofRoots: readonly Told[], fields: readonly Thing[]): Told[] {
  const keyOf = ({ kind, who, thing }: Told, deed: Told['deed'] | undefined): string =>
    `${kind} ${who} ${thing.about} ${deed}`;
  const byRoot = new Set(ofRoots.map((told) => keyOf(told, told.thing.deedOnFields)));
  const changed = Map.groupBy(ofFields, (told) => keyOf(told, told.deed));
  const all = Map.groupBy(fields, ({ about, deed }) => `${about} ${deed}`);
  return ofFields.filter((told) => {
    const key = keyOf(told, told.deed);
    const isWhole = changed.get(key)?.length === all.get(`${told.thing.about} ${told.deed}`)?.length;
    return !(byRoot.has(key) && isWhole);
  });
}

function joinWrites(all: readonly Told[]): Told[] {
  const keyOf = ({ kind, who, thing }: Told): string => `${kind} ${who} ${thing.name}`;
  const byDeed = (deed: Told['deed']): Set<string> =>
    new Set(all.filter((told) => told.deed === deed).map(keyOf));
  const [created, updated] = [byDeed('create'), byDeed('update')];
  return all.flatMap((told): Told[] => {
    const isBoth = created.has(keyOf(told)) && updated.has(keyOf(told));
    if (!isBoth || told.deed === 'read') return [told];
    return told.deed === 'create' ? [{ ...told, deed: 'write' }] : [];
  });
}

function gather(all: readonly Told[]): AccessChange[] {
  const groups = Map.groupBy(all, ({ kind, who, deed, thing }) =>
    JSON.stringify([kind, who, deed, deed === 'call' && kind === 'new' ? '' : thing.about]),
  );
  return [...groups.values()].flatMap((told) => {
    const [first] = told;
    if (!first) return [];
    const { kind, who, deed } = first;
    const what = told.map(({ thing }) => thing.name);
    return [{ kind, who, deed, what, text: sentence(kind, who, deed, what) }];
  });
}
