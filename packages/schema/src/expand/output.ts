/** A field or input field of the executable schema. */
export interface OutputField {
  readonly name: string;
  readonly type: string;
  readonly args: readonly { readonly name: string; readonly type: string }[];
  directives: string[];
}

/** A type of the executable schema, mutable while it is being built. */
export interface OutputType {
  readonly kind: 'type' | 'interface' | 'input' | 'enum' | 'union' | 'scalar';
  readonly name: string;
  directives: string[];
  readonly interfaces: readonly string[];
  fields: OutputField[];
  /** Enum values, or the members of a union. */
  readonly values: readonly string[];
}

/** The executable schema under construction. */
export class Output {
  readonly types = new Map<string, OutputType>();

  add(type: OutputType): void {
    this.types.set(type.name, type);
  }

  /** Adds an input or type of plain fields unless the name is taken, as AWS's transformer does. */
  addFields(kind: 'type' | 'input', name: string, fields: readonly (readonly [string, string])[]): void {
    if (this.types.has(name)) return;
    this.add({
      kind,
      name,
      directives: [],
      interfaces: [],
      values: [],
      fields: fields.map(([field, type]) => ({ name: field, type, args: [], directives: [] })),
    });
  }

  addEnum(name: string, values: readonly string[]): void {
    if (!this.types.has(name))
      this.add({ kind: 'enum', name, directives: [], interfaces: [], fields: [], values });
  }

  /** A type that must exist by now. */
  get(name: string): OutputType {
    const type = this.types.get(name);
    if (!type) throw new TypeError(`No type ${name} in the output`);
    return type;
  }

  /** Appends a field to a root type, which is made when it is missing. */
  addRootField(root: 'Query' | 'Mutation' | 'Subscription', field: OutputField): void {
    this.addFields('type', root, []);
    this.get(root).fields.push(field);
  }

  /** Adds directives to a type, each once. */
  addTypeDirectives(name: string, directives: readonly string[]): void {
    const type = this.types.get(name);
    if (type) type.directives = [...new Set([...type.directives, ...directives])];
  }

  /** Adds directives to a field, each once. */
  addFieldDirectives(typeName: string, fieldName: string, directives: readonly string[]): void {
    const field = this.types.get(typeName)?.fields.find(({ name }) => name === fieldName);
    if (field) field.directives = [...new Set([...field.directives, ...directives])];
  }
}

/** The named type inside a printed one: `Item` of `[Item!]!`. */
export function namedType(type: string): string {
  return type.replaceAll(/[[\]!]/g, '');
}
