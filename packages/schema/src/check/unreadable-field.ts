import { Kind, type DocumentNode } from 'graphql';
import { modeOfIdentity, type Identity } from '../access/decide.ts';
import { decideFields, rootFieldOf } from '../access/decide-fields.ts';
import { staticGroups } from '../access/operation-access.ts';
import type { ExpandedSchema } from '../expand.ts';
import { findingAt, type Finding } from './finding.ts';
import { withFragments, type OperationSet } from './operation-set.ts';
import { everyField, selectedFields, type SelectedField } from './selected-fields.ts';

/** Root fields that nobody may call, and fields that nobody may read who may call the root field above them. */
export function unreadableField(set: OperationSet): Finding[] {
  const identities = declaredIdentities(set.expanded);
  return set.operations.flatMap((operation) => {
    const document = { kind: Kind.DOCUMENT, definitions: [...withFragments(set, operation)] } as const;
    const denied = identities.map((identity) => deniedPaths(set.expanded, document, identity));
    return selectedFields(set, operation).flatMap((root) => {
      if (root.field === undefined) return [];
      const callers = denied.filter((paths) => !paths.has(pathOf(root)));
      if (callers.length === 0) {
        return isOpenToIam(set.expanded, root) ? [] : [nobody(root)];
      }
      return everyField(root.selected)
        .filter(({ field }) => field !== undefined)
        .filter((field) => callers.every((paths) => paths.has(pathOf(field))))
        .map((field) => nobody(field, root));
    });
  });
}

/**
 * Everybody whom the rules tell apart, each with all that he can have: a user stands for one in every group. IAM principals
 * count where rules judge them; where they pass every rule they say nothing about the rules.
 */
function declaredIdentities(expanded: ExpandedSchema): Identity[] {
  const { authModes, iamAccess } = expanded;
  const modes = [authModes.default, ...authModes.additional];
  const all: readonly Identity[] = [
    { kind: 'user', groups: staticGroups(expanded) },
    ...(iamAccess ? [] : [{ kind: 'iam' } as const]),
    { kind: 'guest' },
    { kind: 'apiKey' },
    { kind: 'oidc' },
    { kind: 'lambda' },
  ];
  return all.filter((identity) => modes.includes(modeOfIdentity(identity)));
}

function deniedPaths(
  expanded: ExpandedSchema,
  document: DocumentNode,
  identity: Identity,
): ReadonlySet<string> {
  return new Set(
    decideFields(expanded, document, identity)
      .filter(({ decision }) => decision === 'deny')
      .map(({ path, type, field }) => [...path, type, field].join(' ')),
  );
}

function pathOf({ path, on, node }: SelectedField): string {
  return [...path, on.name, node.name.value].join(' ');
}

// Where IAM principals pass every rule, a field without rules is theirs on purpose: functions call it.
function isOpenToIam(expanded: ExpandedSchema, { node, on }: SelectedField): boolean {
  const { iamAccess, access } = expanded;
  const info = rootFieldOf(expanded, on.name, node.name.value);
  const model = info && 'model' in info ? info.model : undefined;
  return iamAccess && !access.hasRules(`${on.name}:${node.name.value}`) && !access.hasRules(model ?? '');
}

function nobody({ node, on }: SelectedField, root?: SelectedField): Finding {
  const name = `${on.name}.${node.name.value}`;
  return findingAt(node, {
    code: 'unreadable-field',
    message: root
      ? `Nobody who may call ${root.node.name.value} may read ${name}: it would always be denied.`
      : `No rule lets anybody call ${name}.`,
    remedy: root
      ? `Leave ${node.name.value} out, or give ${name} a rule that lets callers read it.`
      : `Give it an @auth rule that does; postern schema access shows the rules.`,
  });
}
