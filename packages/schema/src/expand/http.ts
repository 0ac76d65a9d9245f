import type { ConstDirectiveNode } from 'graphql';
import { directiveArguments } from '../read/directive-arguments.ts';
import { refusal } from '../read/refuse.ts';
import { isScalarName } from '../read/scalars.ts';
import type { SourceField, SourceType } from '../read/source.ts';
import { baseOf, isRequired, nullable } from '../read/type-text.ts';
import type { Expansion } from './context.ts';
import { graphqlName, upperFirst } from './names.ts';
import { outputField, type OutputArgument } from './output.ts';

const pathPattern = /(http(s)?:\/\/|www\.)|(\/.*)/g;

/** Rewrites the arguments of a field with `@http`: path parameters, query and body each become an input. */
export function readHttp(
  expansion: Expansion,
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
): void {
  const { method, url } = directiveArguments(directive) as { method?: string; url: string };
  if (!/^http(s)?:\/\//.test(url)) {
    throw refusal(
      'invalid-http',
      directive,
      '@http needs a url with its scheme.',
      'Begin it with https:// or http://.',
    );
  }
  const owner = expansion.output.get(type.name);
  const declared = owner?.fields.get(field.name);
  if (!owner || !declared) return;
  const stem = graphqlName(upperFirst(type.name) + upperFirst(field.name));
  const path = url.split(pathPattern).slice(-2, -1)[0] ?? '/';
  const params = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  const args: OutputArgument[] = [];
  let rest = declared.args;
  if (params.length > 0) {
    rest = rest.filter((argument) => isScalarName(baseOf(argument.type)) && !params.includes(argument.name));
    addInput(
      expansion,
      directive,
      `${stem}ParamsInput`,
      params.map((name) => ({ name, type: 'String!' })),
    );
    args.push({ name: 'params', type: `${stem}ParamsInput!` });
  }
  if (rest.length > 0) args.push(...restInputs(expansion, directive, stem, rest, method ?? 'GET'));
  if (args.length > 0) owner.fields.set(field.name, { ...declared, args });
}

function restInputs(
  expansion: Expansion,
  directive: ConstDirectiveNode,
  stem: string,
  rest: readonly OutputArgument[],
  method: string,
): OutputArgument[] {
  const loose = rest.map((argument) => ({ ...argument, type: nullable(argument.type) }));
  const query = method === 'GET' ? rest : loose;
  const mark = query.some((argument) => isRequired(argument.type)) ? '!' : '';
  addInput(expansion, directive, `${stem}QueryInput`, query);
  const args = [{ name: 'query', type: `${stem}QueryInput${mark}` }];
  if (!['POST', 'PUT', 'PATCH'].includes(method)) return args;
  addInput(expansion, directive, `${stem}BodyInput`, loose);
  return [...args, { name: 'body', type: `${stem}BodyInput${mark}` }];
}

function addInput(
  { output }: Expansion,
  directive: ConstDirectiveNode,
  name: string,
  fields: readonly OutputArgument[],
): void {
  const input = output.create('input', name);
  if (!input)
    throw refusal(
      'duplicate',
      directive,
      `@http generates ${name}, which exists already.`,
      'Rename that input.',
    );
  for (const field of fields)
    input.fields.set(field.name, { ...outputField(field.name, field.type), ...field });
}
