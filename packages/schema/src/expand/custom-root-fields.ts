import type { CustomFieldInfo, RootFieldInfo } from '../model.ts';
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
  const answered = answeredBy(field);
  if (answered) return { parent, name, ...answered };
  const subscribe = directiveOn(field, 'aws_subscribe');
  if (!subscribe) return { parent, name, kind: 'custom' };
  const { mutations } = directiveArguments(subscribe);
  return { parent, name, kind: 'subscribe', mutations: [mutations].flat().map(String) };
}

/** What directives answer the fields of the other types with. */
export function customFields({ source }: Pick<Expansion, 'source'>): CustomFieldInfo[] {
  const { query, mutation, subscription } = source.roots;
  const roots = new Set([query, mutation, subscription]);
  return source.types
    .filter(({ name }) => !roots.has(name))
    .flatMap(({ name: type, fields }) =>
      [...fields.values()].flatMap((field): CustomFieldInfo[] => {
        const answered = answeredBy(field);
        return answered ? [{ type, name: field.name, ...answered }] : [];
      }),
    );
}

type Answered =
  | { readonly kind: 'function'; readonly functionNames: readonly string[] }
  | { readonly kind: 'http'; readonly url: string; readonly method: string };

function answeredBy(field: SourceField): Answered | undefined {
  const functions = field.directives.filter((directive) => directive.name.value === 'function');
  if (functions.length > 0) {
    return {
      kind: 'function',
      functionNames: functions.map((directive) => String(directiveArguments(directive).name)),
    };
  }
  const http = directiveOn(field, 'http');
  if (!http) return undefined;
  const { url, method } = directiveArguments(http);
  return { kind: 'http', url: String(url), method: String(method ?? 'GET') };
}
