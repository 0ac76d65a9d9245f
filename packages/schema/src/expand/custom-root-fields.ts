import type { FieldDefinitionNode, ObjectTypeDefinitionNode } from 'graphql';
import type { RootFieldInfo } from '../model.ts';
import { directiveArguments, directiveOn } from '../read/directive-arguments.ts';

/** What answers the root fields that the source declares itself. */
export function customRootFields(objects: readonly ObjectTypeDefinitionNode[]): RootFieldInfo[] {
  return objects.flatMap((type) => {
    const parent = type.name.value;
    if (parent !== 'Query' && parent !== 'Mutation' && parent !== 'Subscription') return [];
    return (type.fields ?? []).map((field) => describe(parent, field));
  });
}

function describe(parent: RootFieldInfo['parent'], field: FieldDefinitionNode): RootFieldInfo {
  const name = field.name.value;
  const subscribe = directiveOn(field, 'aws_subscribe');
  if (subscribe) {
    const { mutations } = directiveArguments(subscribe);
    return { parent, name, kind: 'subscribe', mutations: [mutations].flat().map(String) };
  }
  const functions = (field.directives ?? []).filter((directive) => directive.name.value === 'function');
  if (functions.length === 0) return { parent, name, kind: 'custom' };
  const functionNames = functions.map((directive) => String(directiveArguments(directive).name));
  return { parent, name, kind: 'function', functionNames };
}
