import type { Identity } from '../access/decide.ts';
import { QuestionError } from '../errors.ts';

const kinds = { guest: 'guest', iam: 'iam', 'api-key': 'apiKey', oidc: 'oidc', lambda: 'lambda' } as const;

/** The names that {@link parseIdentity} takes, as a sentence has them. */
export const identityNames = 'group:NAME, owner, user, guest, iam, api-key, oidc, lambda';

/**
 * Reads an identity as a person names it: `group:NAME` (any number of them), `owner` and `user` for somebody who is signed
 * in to the user pool, or one of `guest`, `iam`, `api-key`, `oidc`, `lambda`.
 *
 * @throws QuestionError `unknown-identity` for another name, or for names that nobody can be at once.
 */
export function parseIdentity(names: readonly string[]): Identity {
  const groups: string[] = [];
  const others = new Set<keyof typeof kinds>();
  for (const name of names) {
    if (/^group:./.test(name)) groups.push(name.slice('group:'.length));
    else if (Object.hasOwn(kinds, name)) others.add(name as keyof typeof kinds);
    else if (name !== 'owner' && name !== 'user') {
      throw new QuestionError('unknown-identity', `"${name}" is no identity; one is ${identityNames}.`);
    }
  }
  const [other] = others;
  if (!other) {
    if (names.length === 0)
      throw new QuestionError('unknown-identity', `No identity is named; one is ${identityNames}.`);
    return { kind: 'user', groups: [...new Set(groups)] };
  }
  if (others.size > 1 || names.some((name) => name !== other)) {
    throw new QuestionError(
      'unknown-identity',
      `Nobody is ${names.join(' and ')} at once; only group:NAME, owner and user go together.`,
    );
  }
  return { kind: kinds[other] };
}

/** Names an identity as {@link parseIdentity} takes it: a user by the groups, if there are any. */
export function identityLabel(identity: Identity): string {
  if (identity.kind === 'user') {
    return identity.groups.length === 0
      ? 'user'
      : identity.groups.map((group) => `group:${group}`).join(', ');
  }
  return identity.kind === 'apiKey' ? 'api-key' : identity.kind;
}
