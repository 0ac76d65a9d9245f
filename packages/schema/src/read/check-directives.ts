import type { ConstDirectiveNode, DirectiveDefinitionNode } from 'graphql';
import { checkValue } from './check-values.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Dialect } from './dialect.ts';
import { dialectV1 } from './dialect-v1.ts';
import { dialectV2 } from './dialect-v2.ts';
import type { DirectiveUses } from './directive-uses.ts';
import { refusal } from './refuse.ts';

/**
 * Checks each use of a directive against its definition: known, in its place, once, with the right arguments.
 *
 * @param dialect - The version of the dialect that the source is written in.
 * @param known - The definitions that count.
 * @param anywhere - Whether AppSync's own directives may stand anywhere, as a plain AppSync API lets them.
 * @throws SchemaError `unknown-directive`, `misplaced-directive`, `repeated-directive`, `unknown-argument`,
 * `missing-argument`, `duplicate`, `invalid-argument`, `invalid-auth`.
 */
export function checkDirectives(
  uses: readonly DirectiveUses[],
  dialect: Dialect,
  known: ReadonlyMap<string, DirectiveDefinitionNode>,
  anywhere: boolean,
): void {
  for (const { location, directives } of uses) {
    for (const [index, node] of directives.entries()) {
      const definition = known.get(node.name.value);
      if (!definition) throw unknownDirective(node, dialect, known);
      if (!anywhere) checkLocation(node, definition, location);
      const earlier = directives.findIndex((other) => other.name.value === node.name.value);
      if (earlier < index && !definition.repeatable) {
        const hint = 'Keep one of the two, or join their arguments.';
        throw refusal('repeated-directive', node, `@${node.name.value} stands here twice.`, hint);
      }
      checkArguments(node, definition, dialect);
    }
  }
}

function unknownDirective(
  node: ConstDirectiveNode,
  dialect: Dialect,
  known: ReadonlyMap<string, DirectiveDefinitionNode>,
) {
  const name = node.name.value;
  const other = dialect.version === 1 ? dialectV2 : dialectV1;
  if (other.directives.has(name)) return otherDialect(node, other);
  const names = new Set([...known.keys(), ...dialect.directives.keys(), ...other.directives.keys()]);
  return refusal(
    'unknown-directive',
    node,
    `Unknown directive @${name}.`,
    didYouMean(name, names, '@') ?? 'Remove it.',
  );
}

function otherDialect(node: ConstDirectiveNode, { version }: Dialect) {
  const [its, others] = version === 1 ? ['first', 'second'] : ['second', 'first'];
  const problem = `@${node.name.value} belongs to the ${its} version of Amplify's dialect, the schema to the ${others}.`;
  const hint = 'Write all of it in the second: https://docs.amplify.aws/cli/migration/transformer-migration/';
  return refusal('old-dialect', node, problem, hint);
}

function checkLocation(
  node: ConstDirectiveNode,
  definition: DirectiveDefinitionNode,
  location: string,
): void {
  const allowed = definition.locations.map((name) => name.value);
  if (allowed.includes(location)) return;
  const hint = `It goes on ${allowed.join(', ')}.`;
  throw refusal('misplaced-directive', node, `@${node.name.value} may not stand on ${location}.`, hint);
}

function checkArguments(
  node: ConstDirectiveNode,
  definition: DirectiveDefinitionNode,
  dialect: Dialect,
): void {
  const given = node.arguments ?? [];
  for (const [index, argument] of given.entries()) {
    const name = argument.name.value;
    const declared = definition.arguments?.find((candidate) => candidate.name.value === name);
    if (!declared) throw unknownArgument(node, argument, definition);
    if (given.findIndex((other) => other.name.value === name) < index) {
      throw refusal(
        'duplicate',
        argument,
        `@${node.name.value} has ${name} twice.`,
        'Remove one of the two.',
      );
    }
    checkValue(argument.value, declared.type, `@${node.name.value}(${name}:)`, dialect);
  }
  for (const declared of definition.arguments ?? []) {
    const isGiven = given.some((argument) => argument.name.value === declared.name.value);
    if (declared.type.kind !== 'NonNullType' || declared.defaultValue || isGiven) continue;
    const hint = `Write \`@${node.name.value}(${declared.name.value}: …)\`.`;
    throw refusal('missing-argument', node, `@${node.name.value} needs ${declared.name.value}.`, hint);
  }
}

function unknownArgument(
  node: ConstDirectiveNode,
  argument: NonNullable<ConstDirectiveNode['arguments']>[number],
  definition: DirectiveDefinitionNode,
) {
  const names = (definition.arguments ?? []).map(({ name }) => name.value);
  const expected = names.length > 0 ? `It takes ${names.join(', ')}.` : 'It takes no argument.';
  const hint = didYouMean(argument.name.value, names) ?? expected;
  const problem = `@${node.name.value} has no argument ${argument.name.value}.`;
  return refusal('unknown-argument', argument, problem, hint);
}
