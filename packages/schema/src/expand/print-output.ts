import type { RootNames } from '../read/source.ts';
import type { OutputDirective } from './output-directive.ts';
import type { Output, OutputArgument, OutputField, OutputType } from './output.ts';

/** Prints the types, in alphabetical order, and a schema definition where the root types have names of their own. */
export function printOutput(output: Output, roots: RootNames): string {
  const types = [...output.types.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...printSchema(output, roots), ...types.map(printType)].join('\n\n') + '\n';
}

function printSchema(output: Output, roots: RootNames): string[] {
  const renamed = Object.entries({ query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }).some(
    ([operation, name]) => roots[operation as keyof RootNames] !== name,
  );
  const lines = Object.entries(roots)
    .filter(([, name]) => output.has(name as string))
    .map(([operation, name]) => `  ${operation}: ${String(name)}`);
  return renamed && lines.length > 0 ? [`schema {\n${lines.join('\n')}\n}`] : [];
}

function printType(type: OutputType): string {
  const implemented = type.interfaces.length > 0 ? ` implements ${type.interfaces.join(' & ')}` : '';
  const head = `${describe(type.description, '')}${type.kind} ${type.name}${implemented}${printDirectives(type.directives)}`;
  if (type.kind === 'scalar') return head;
  if (type.kind === 'union')
    return type.members.size > 0 ? `${head} = ${[...type.members.keys()].join(' | ')}` : head;
  let lines = '';
  if (type.kind === 'enum') {
    for (const [name, directives] of type.members) lines += `  ${name}${printDirectives(directives)}\n`;
  } else {
    type.fields.forEach((field) => {
      lines += `${printField(field)}\n`;
    });
  }
  return lines === '' ? head : `${head} {\n${lines}}`;
}

function printField(field: OutputField): string {
  const args = field.args.length > 0 ? `(${field.args.map(printArgument).join(', ')})` : '';
  const text = `  ${field.name}${args}: ${field.type}${printDefault(field)}${printDirectives(field.directives)}`;
  return field.description === undefined ? text : describe(field.description, '  ') + text;
}

function printArgument(argument: OutputArgument): string {
  return `${argument.name}: ${argument.type}${printDefault(argument)}${printDirectives(argument.directives)}`;
}

function printDefault({ defaultValue }: OutputArgument): string {
  return defaultValue === undefined ? '' : ` = ${defaultValue}`;
}

function printDirectives(directives: readonly OutputDirective[] | undefined): string {
  if (directives === undefined || directives.length === 0) return '';
  let printed = '';
  for (const { text } of directives) printed += ` ${text}`;
  return printed;
}

function describe(text: string | undefined, indent: string): string {
  return text === undefined ? '' : `${indent}${JSON.stringify(text)}\n`;
}
