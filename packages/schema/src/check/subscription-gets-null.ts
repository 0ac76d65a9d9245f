import { isAbstractType, isNonNullType, OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import { rootFieldOf } from '../access/decide-fields.ts';
import { locate } from '../read/locate.ts';
import { findingAt, type Finding } from './finding.ts';
import type { OperationSet } from './operation-set.ts';
import { selectedFields, type SelectedField } from './selected-fields.ts';

interface Trigger {
  readonly operation: OperationDefinitionNode;
  readonly field: SelectedField;
}

/**
 * Fields of subscriptions that a mutation of the workspace which triggers them does not select: AppSync delivers what the
 * mutation selected and nothing else.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
 */
export function subscriptionGetsNull(set: OperationSet): Finding[] {
  const mutations = set.operations
    .filter(({ operation }) => operation === OperationTypeNode.MUTATION)
    .flatMap((operation) => selectedFields(set, operation).map((field) => ({ operation, field })));
  const triggers = Map.groupBy(mutations, ({ field }) => field.node.name.value);
  return set.operations
    .filter(({ operation }) => operation === OperationTypeNode.SUBSCRIPTION)
    .flatMap((operation) => selectedFields(set, operation))
    .flatMap((root) => {
      const own = mutationsOf(set, root).flatMap((name) => triggers.get(name) ?? []);
      return missing(set, root.selected, own.map(asPair));
    });
}

function mutationsOf({ expanded }: OperationSet, { on, node }: SelectedField): readonly string[] {
  const info = rootFieldOf(expanded, on.name, node.name.value);
  return info?.kind === 'subscribe' ? info.mutations : [];
}

interface Pair {
  readonly trigger: Trigger;
  /** What the mutation selects at this place. */
  readonly selected: readonly SelectedField[];
}

function asPair(trigger: Trigger): Pair {
  return { trigger, selected: trigger.field.selected };
}

// Compares place by place; where a field is missing as a whole, nothing below it is said.
function missing(set: OperationSet, wanted: readonly SelectedField[], pairs: readonly Pair[]): Finding[] {
  return wanted
    .filter(({ field }) => field !== undefined)
    .flatMap((field) => {
      const given = pairs.map(({ trigger, selected }) => ({
        trigger,
        same: selected.filter((other) => covers(set, other, field)),
      }));
      const without = given.filter(({ same }) => same.length === 0).map(({ trigger }) => trigger);
      const within = given
        .filter(({ same }) => same.length > 0)
        .map(({ trigger, same }) => ({ trigger, selected: same.flatMap((other) => other.selected) }));
      const below = missing(set, field.selected, within);
      return without.length > 0 ? [problem(field, without), ...below] : below;
    });
}

function covers({ schema }: OperationSet, given: SelectedField, wanted: SelectedField): boolean {
  if (given.node.name.value !== wanted.node.name.value) return false;
  return (
    given.on === wanted.on || (isAbstractType(given.on) && schema.isSubType(given.on, wanted.on as never))
  );
}

function problem({ node, on, field }: SelectedField, triggers: readonly Trigger[]): Finding {
  const names = triggers.map(
    ({ operation }) => `${operation.name?.value ?? 'a mutation'} (${placeOf(operation)})`,
  );
  const select = triggers.length > 1 ? 'do not select it' : 'does not select it';
  const outcome =
    field && isNonNullType(field.type)
      ? `the subscriber would get nothing but an error, as ${on.name}.${node.name.value} is never null`
      : 'the subscriber would get null';
  return findingAt(node, {
    code: 'subscription-gets-null',
    message: `${names.join(' and ')} ${select}: ${outcome}.`,
    remedy: `Select ${node.name.value} in ${triggers.length > 1 ? 'these mutations' : 'that mutation'} too, best by a fragment that both share.`,
  });
}

function placeOf(operation: OperationDefinitionNode): string {
  const [at] = locate(operation);
  return `${at?.file ?? ''}:${at?.line ?? 0}`;
}
