import { Kind, type ConstDirectiveNode, type ConstObjectValueNode, type DefinitionNode } from 'graphql';
import { isAmplifyDirective, type Dialect } from './dialect.ts';
import { dialectV1 } from './dialect-v1.ts';
import { dialectV2 } from './dialect-v2.ts';
import type { DirectiveUses } from './directive-uses.ts';

/**
 * Tells in which dialect a source is written: what only the first version has makes it the first, and where nothing of
 * Amplify's is used it is a plain AppSync schema.
 */
export function chooseDialect(
  definitions: readonly DefinitionNode[],
  uses: readonly DirectiveUses[],
): { dialect: Dialect; plain: boolean } {
  const nodes = uses.flatMap(({ directives }) => directives);
  const named = nodes.filter(
    ({ name }) => isAmplifyDirective(dialectV1, name.value) || isAmplifyDirective(dialectV2, name.value),
  );
  if (named.length === 0) return { dialect: dialectV2, plain: !hasGlobalRule(definitions) };
  const isOfFirst = named.some((node) => isOnlyIn(dialectV1, dialectV2, node));
  const isOfSecond = named.some((node) => isOnlyIn(dialectV2, dialectV1, node));
  const old = isOfFirst || (!isOfSecond && named.some(hasOldRule));
  return { dialect: old ? dialectV1 : dialectV2, plain: false };
}

function isOnlyIn(one: Dialect, other: Dialect, { name }: ConstDirectiveNode): boolean {
  return one.directives.has(name.value) && !other.directives.has(name.value);
}

// https://docs.amplify.aws/gen1/react/build-a-backend/graphqlapi/customize-authorization-rules/#global-authorization-rule
function hasGlobalRule(definitions: readonly DefinitionNode[]): boolean {
  return definitions.some(
    (node) => node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && node.name.value === 'AMPLIFY',
  );
}

const oldArguments: readonly string[] = ['queries', 'mutations'];

// `@auth(rules: [{ allow: owner, queries: [get], mutations: null }])`
function hasOldRule({ name, arguments: given }: ConstDirectiveNode): boolean {
  if (name.value !== 'auth') return false;
  return (given ?? []).some(({ value }) => {
    const rules = value.kind === Kind.LIST ? value.values : [value];
    return rules
      .filter((rule): rule is ConstObjectValueNode => rule.kind === Kind.OBJECT)
      .some(({ fields }) => fields.some((field) => oldArguments.includes(field.name.value)));
  });
}
