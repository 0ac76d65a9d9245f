import { Kind } from 'graphql';
import { directiveOn } from '../read/directive-arguments.ts';
import type { RootFieldInfo } from '../model.ts';
import { baseOf } from '../read/type-text.ts';
import type { Expansion, ModelPlan } from './context.ts';
import { outputDirective } from './output-directive.ts';
import { addOperationDirectives } from './protect.ts';
import { rootName } from './root-fields.ts';

const open = [outputDirective('aws_iam')];
const rootTypes: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/**
 * Opens what the CDK construct's `enableIamAuthorizationMode` opens: every declared root field and every declared type
 * that is no model. A nested type that users read as well then needs `@aws_cognito_user_pools` in the source.
 */
export function openDeclaredToIam({ source, output }: Expansion): void {
  for (const type of source.types) {
    if (rootTypes.includes(type.name)) {
      for (const name of type.fields.keys()) output.addFieldDirectives(type.name, name, open);
    }
    if (type.node?.kind !== Kind.OBJECT_TYPE_DEFINITION || directiveOn(type, 'model')) continue;
    output.addTypeDirectives(type.name, open);
  }
}

/** Opens a model without rules, its root fields, and the types within it. */
export function openModelToIam(
  expansion: Expansion,
  { type }: ModelPlan,
  generated: readonly RootFieldInfo[],
): void {
  expansion.output.addTypeDirectives(type.name, open);
  openNested(expansion, type.name, new Set());
  for (const { parent, name } of generated) {
    addOperationDirectives(expansion, rootName(expansion, parent), name, open);
  }
}

function openNested(expansion: Expansion, typeName: string, seen: Set<string>): void {
  const { output } = expansion;
  for (const field of output.get(typeName)?.fields.values() ?? []) {
    const nested = output.get(baseOf(field.type));
    if (nested?.kind !== 'type' || nested.isModel || seen.has(nested.name)) continue;
    seen.add(nested.name);
    output.addTypeDirectives(nested.name, open);
    openNested(expansion, nested.name, seen);
  }
}
