import type { OutputDirective } from './output-directive.ts';
import { noDirectives, withDirectives } from './output-directive.ts';

/** An argument of a field in the executable schema; its default value as SDL. */
export interface OutputArgument {
  readonly name: string;
  readonly type: string;
  readonly defaultValue?: string;
  readonly directives?: readonly OutputDirective[];
  readonly description?: string;
}

/** A field, or an input's field, in the executable schema. */
export interface OutputField extends OutputArgument {
  readonly args: readonly OutputArgument[];
  readonly directives: readonly OutputDirective[];
}

export type OutputKind = 'type' | 'interface' | 'input' | 'enum' | 'union' | 'scalar';

/** A type of the executable schema, while it is being made. */
export interface OutputType {
  readonly kind: OutputKind;
  readonly name: string;
  readonly fields: Map<string, OutputField>;
  /** The members of a union, or the values of an enum with their directives. */
  readonly members: Map<string, readonly OutputDirective[]>;
  directives: readonly OutputDirective[];
  interfaces: readonly string[];
  readonly isModel: boolean;
  readonly description: string | undefined;
}

// Most types have neither, and there are many types.
const noMembers: OutputType['members'] = new Map();
const noInterfaces: readonly string[] = Object.freeze([]);
const noArguments: readonly OutputArgument[] = Object.freeze([]);

/** A field without directives. */
export function outputField(
  name: string,
  type: string,
  args: readonly OutputArgument[] = noArguments,
): OutputField {
  return { name, type, args, directives: noDirectives };
}

/** The types of the executable schema, each in one place, changed as the directives ask. */
export class Output {
  readonly types = new Map<string, OutputType>();

  get(name: string): OutputType | undefined {
    return this.types.get(name);
  }

  has(name: string): boolean {
    return this.types.has(name);
  }

  /** Adds an empty type, or returns undefined where the name is taken. */
  create(kind: OutputKind, name: string): OutputType | undefined {
    if (this.types.has(name)) return undefined;
    const type: OutputType = {
      kind,
      name,
      fields: new Map(),
      members: kind === 'enum' || kind === 'union' ? new Map() : noMembers,
      directives: noDirectives,
      interfaces: noInterfaces,
      isModel: false,
      description: undefined,
    };
    this.types.set(name, type);
    return type;
  }

  /** Adds an input with these fields unless the name is taken. */
  addInput(name: string, fields: () => Iterable<readonly [string, string]>): void {
    if (this.types.has(name)) return;
    const input = this.create('input', name);
    for (const [field, type] of fields()) input?.fields.set(field, outputField(field, type));
  }

  /** Adds directives to a type, where it has none of the same name. */
  addTypeDirectives(name: string, directives: readonly OutputDirective[]): void {
    const type = this.types.get(name);
    if (type) type.directives = withDirectives(type.directives, directives);
  }

  /** Adds directives to a field, where it has none of the same name. */
  addFieldDirectives(typeName: string, fieldName: string, directives: readonly OutputDirective[]): void {
    const fields = this.types.get(typeName)?.fields;
    const field = fields?.get(fieldName);
    if (fields && field) {
      fields.set(fieldName, { ...field, directives: withDirectives(field.directives, directives) });
    }
  }
}
