import type { RootFieldInfo } from '../model.ts';
import { directiveArguments, directiveOn } from '../read/directive-arguments.ts';
import type { SourceField } from '../read/source.ts';
import type { Expansion } from './context.ts';

/** What answers the root fields that the source declares. */
export function customRootFields({ source }: Expansion): RootFieldInfo[] {
  const parents = new Map<string, RootFieldInfo['parent']>([
    [source.roots.query, 'Query'],
    [source.roots.mutation, 'Mutation'],
    [source.roots.subscription, 'Subscription'],
  ]);
  return source.types.flatMap((type) => {
    const parent = parents.get(type.name);
    return parent ? [...type.fields.values()].map((field) => customRootField(parent, field)) : [];
  });
}

function customRootField(parent: RootFieldInfo['parent'], field: SourceField): RootFieldInfo {
  const { name } = field;
  const functions = field.directives.filter((directive) => directive.name.value === 'function');
  if (functions.length > 0) {
    const functionNames = functions.map((directive) => String(directiveArguments(directive).name));
    return { parent, name, kind: 'function', functionNames };
  }
  const http = directiveOn(field, 'http');
  if (http) {
    const { url, method } = directiveArguments(http);
    return { parent, name, kind: 'http', url: String(url), method: String(method ?? 'GET') };
  }
  const subscribe = directiveOn(field, 'aws_subscribe');
  if (!subscribe) return { parent, name, kind: 'custom' };
  const { mutations } = directiveArguments(subscribe);
  return { parent, name, kind: 'subscribe', mutations: [mutations].flat().map(String) };
}
