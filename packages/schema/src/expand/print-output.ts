import type { Output, OutputField, OutputType } from './output.ts';

/** Prints the executable schema, types in alphabetical order. */
export function printOutput(output: Output): string {
  const types = [...output.types.values()].filter(
    (type) => type.fields.length > 0 || type.values.length > 0 || type.kind === 'scalar',
  );
  types.sort((a, b) => (a.name < b.name ? -1 : 1));
  return `${types.map(printType).join('\n\n')}\n`;
}

function printType(type: OutputType): string {
  const head = [type.kind, type.name, ...printInterfaces(type), ...type.directives].join(' ');
  if (type.kind === 'scalar') return head;
  if (type.kind === 'union') return `${head} = ${type.values.join(' | ')}`;
  const lines = type.kind === 'enum' ? type.values : type.fields.map(printField);
  return `${head} {\n${lines.map((line) => `  ${line}\n`).join('')}}`;
}

function printInterfaces(type: OutputType): string[] {
  return type.interfaces.length > 0 ? [`implements ${type.interfaces.join(' & ')}`] : [];
}

function printField(field: OutputField): string {
  const args = field.args.map(({ name, type }) => `${name}: ${type}`).join(', ');
  return [`${field.name}${args ? `(${args})` : ''}: ${field.type}`, ...field.directives].join(' ');
}
