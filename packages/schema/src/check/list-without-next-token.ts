import { getNamedType, isObjectType, OperationTypeNode } from 'graphql';
import { findingAt, type Finding } from './finding.ts';
import type { OperationSet } from './operation-set.ts';
import { everyField, selectedFields, type SelectedField } from './selected-fields.ts';

/** Lists whose further pages nobody can ask for: `nextToken` is not selected, or not handed in. */
export function listWithoutNextToken(set: OperationSet): Finding[] {
  return set.operations
    .filter(({ operation }) => operation === OperationTypeNode.QUERY)
    .flatMap((operation) => everyField(selectedFields(set, operation)))
    .filter(isConnection)
    .flatMap((list) => problemOf(list) ?? []);
}

/** Whether a field returns pages: `items` and `nextToken`. */
export function isConnection({ field }: SelectedField): boolean {
  const type = field && getNamedType(field.type);
  return isObjectType(type) && 'items' in type.getFields() && 'nextToken' in type.getFields();
}

function problemOf({ node, field, path, selected }: SelectedField): Finding | undefined {
  const names = selected.map((one) => one.node.name.value);
  const name = node.name.value;
  if (!names.includes('items')) return undefined;
  if (!names.includes('nextToken')) {
    return findingAt(node, {
      code: 'list-without-next-token',
      message: `${name} selects items without nextToken: whatever is behind the first page is lost without a sign.`,
      remedy: `Select nextToken beside items, and pass it back as ${name}(nextToken: …).`,
    });
  }
  const takesToken = field?.args.some((argument) => argument.name === 'nextToken') ?? false;
  const passesToken = node.arguments?.some((argument) => argument.name.value === 'nextToken') ?? false;
  // The token of a list inside another record tells at least that there is more.
  if (path.length > 1 || !takesToken || passesToken) return undefined;
  return findingAt(node, {
    code: 'list-without-next-token',
    message: `${name} selects nextToken and takes none: its second page cannot be asked for.`,
    remedy: `Declare $nextToken: String and pass it: ${name}(nextToken: $nextToken).`,
  });
}
