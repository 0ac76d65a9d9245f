import type { AccessChange } from './access-change.ts';

const able: Readonly<Record<Exclude<AccessChange['deed'], 'call'>, string>> = {
  read: 'readable',
  write: 'writable',
  create: 'settable at creation',
  update: 'updatable',
};

/** A change of access as a sentence without its full stop. */
export function sentence(
  kind: AccessChange['kind'],
  who: string,
  deed: AccessChange['deed'],
  what: readonly string[],
): string {
  const person = inWords(who);
  if (deed === 'call') {
    const names = what.map((name) => name.slice(name.indexOf('.') + 1)).join(', ');
    if (kind === 'new') return `${names}: new, for ${person}`;
    return `${person} ${kind} ${names}`;
  }
  const is = what.length === 1 ? 'is' : 'are';
  return `${what.join(', ')} ${is} ${kind === 'lost' ? 'no longer' : 'now'} ${able[deed]} by ${person}`;
}

/** Names somebody as a sentence has it. */
export function inWords(who: string): string {
  const [, dynamic] = /^group:<(.+)>$/.exec(who) ?? [];
  if (dynamic !== undefined) return `the groups in ${dynamic}`;
  if (who === 'user') return 'any signed-in user';
  return who.replace(/^(oidc )?group:/, '$1group ');
}
