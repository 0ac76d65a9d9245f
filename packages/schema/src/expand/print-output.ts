import type { RootNames } from '../read/source.ts';
import type { OutputDirective } from './output-directive.ts';
import type { Output, OutputArgument, OutputField, OutputType } from './output.ts';

/** Prints the types, in alphabetical order, and a schema definition where the root types have names of their own. */
export function printOutput(output: Output, roots: RootNames): string {
  const types = [...output.types.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const lines = printSchema(output, roots);
  for (const type of types) printType(type, lines);
  return `${lines.join('\n')}${lines.length > 0 ? '' : '\n'}`;
}

function printSchema(output: Output, roots: RootNames): string[] {
  const renamed = Object.entries({ query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }).some(
    ([operation, name]) => roots[operation as keyof RootNames] !== name,
  );
  const lines = Object.entries(roots)
    .filter(([, name]) => output.has(name as string))
    .map(([operation, name]) => `  ${operation}: ${String(name)}`);
  return renamed && lines.length > 0 ? ['schema {', ...lines, '}', ''] : [];
}

// All lines go into one list: a large schema has hundreds of thousands.
function printType(type: OutputType, lines: string[]): void {
  const implemented = type.interfaces.length > 0 ? ` implements ${type.interfaces.join(' & ')}` : '';
  const head = `${describe(type.description, '')}${type.kind} ${type.name}${implemented}${printDirectives(type.directives)}`;
  if (type.kind === 'union' && type.members.size > 0) {
    lines.push(`${head} = ${[...type.members.keys()].join(' | ')}`, '');
    return;
  }
  const before = lines.push(head);
  if (type.kind === 'enum') {
    for (const [name, directives] of type.members) lines.push(`  ${name}${printDirectives(directives)}`);
  } else {
    type.fields.forEach((field) => void lines.push(printField(field)));
  }
  if (lines.length > before) {
    lines[before - 1] = `${head} {`;
    lines.push('}');
  }
  lines.push('');
}

function printField(field: OutputField): string {
  let text =
    field.description === undefined
      ? `  ${field.name}`
      : `${describe(field.description, '  ')}  ${field.name}`;
  if (field.args.length > 0) text += `(${field.args.map(printArgument).join(', ')})`;
  text += `: ${field.type}`;
  if (field.defaultValue !== undefined) text += printDefault(field);
  return field.directives.length > 0 ? text + printDirectives(field.directives) : text;
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
