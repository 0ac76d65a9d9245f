import type { Decision, OperationAccess } from '@postern/schema';

/** Who at least may call an operation, in the words that `postern can --as` takes. */
export interface MinimumIdentities {
  /** Whatever the record. */
  readonly allow: readonly string[];
  /** Depending on the record, the input or the token. */
  readonly depends: readonly string[];
}

const others = { guest: 'guest', iam: 'iam', apiKey: 'api-key', oidc: 'oidc', lambda: 'lambda' } as const;

/**
 * Leaves out whoever is more than needed: a group whose members may no more than any signed-in user.
 *
 * @param access - As {@link OperationAccess} has it, for everybody.
 */
export function minimumIdentities(access: OperationAccess): MinimumIdentities {
  const groups = Object.entries(access.groups)
    .filter(([, decision]) => decision !== access.user)
    .map(([group, decision]) => [`group:${group}`, decision] as const);
  const kinds = Object.entries(others).map(
    ([key, name]) => [name, access[key as keyof typeof others]] as const,
  );
  const everybody = [...groups, ['user', access.user] as const, ...kinds];
  const those = (wanted: Decision): string[] =>
    everybody.filter(([, decision]) => decision === wanted).map(([name]) => name);
  return { allow: those('allow'), depends: those('depends') };
}
