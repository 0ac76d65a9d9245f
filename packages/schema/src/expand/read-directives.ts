import { Kind, type ConstDirectiveNode } from 'graphql';
import { readFieldAuth, readTypeAuth } from '../access/read-access.ts';
import { isAmplifyDirective } from '../read/dialect.ts';
import { refusal } from '../read/refuse.ts';
import type { SourceField, SourceType } from '../read/source.ts';
import type { Expansion } from './context.ts';
import { checkDefault, checkFunction, checkValidate } from './field-checks.ts';
import { readHttp } from './http.ts';
import { addJoinModels, readManyToMany, type ManyToManySide } from './join-models.ts';
import { readIndex, readPrimaryKey } from './read-keys.ts';
import { readModels } from './read-models.ts';
import { readRelation } from './read-relation.ts';
import { readSearchable } from './searchable.ts';

type ReadField = (type: SourceType, field: SourceField, directive: ConstDirectiveNode) => void;
type ReadType = (type: SourceType, directive: ConstDirectiveNode) => void;

/**
 * Reads every directive of Amplify's dialect into plans, in the order in which the transformer's plugins run.
 *
 * @throws SchemaError for a directive that cannot be applied.
 */
export function readDirectives(expansion: Expansion): void {
  refuseUnsupported(expansion);
  refuseOnExtensions(expansion);
  const sides = new Map<string, ManyToManySide[]>();
  const each = (name: string, onField: ReadField, onType?: ReadType): void => {
    readEach(expansion, name, onField, onType);
  };
  readModels(expansion);
  each('function', (...at) => {
    checkFunction(expansion, ...at);
  });
  each('http', (...at) => {
    readHttp(expansion, ...at);
  });
  each('primaryKey', (...at) => {
    readPrimaryKey(expansion, ...at);
  });
  each('index', (...at) => {
    readIndex(expansion, ...at);
  });
  for (const name of ['hasMany', 'hasOne', 'belongsTo'])
    each(name, (...at) => {
      readRelation(expansion, ...at);
    });
  each('manyToMany', (type, field, directive) => {
    readManyToMany(sides, { type, field, directive });
  });
  each('default', (...at) => {
    checkDefault(expansion, ...at);
  });
  each('validate', checkValidate);
  each(
    'searchable',
    () => undefined,
    (...at) => {
      readSearchable(expansion, ...at);
    },
  );
  each(
    'auth',
    (...at) => {
      readFieldAuth(expansion, ...at);
    },
    (...at) => {
      readTypeAuth(expansion, ...at);
    },
  );
  addJoinModels(expansion, sides);
  for (const { type, isJoin } of expansion.models.values()) {
    const auth = isJoin ? type.directives.find(({ name }) => name.value === 'auth') : undefined;
    if (auth) readTypeAuth(expansion, type, auth);
  }
}

/** Calls back for each directive of a name, in the order of the source. */
export function readEach({ source }: Expansion, name: string, onField: ReadField, onType?: ReadType): void {
  for (const { type, field, directive } of source.placed.get(name) ?? []) {
    if (field) onField(type, field, directive);
    else onType?.(type, directive);
  }
}

const unsupported: Readonly<Record<string, string>> = {
  predictions: 'It needs AWS services that Postern does not model.',
  generation: 'It needs AWS services that Postern does not model.',
  sql: 'It needs an SQL database.',
  refersTo: 'It needs an SQL database.',
};

/** @throws SchemaError `unsupported` for directives that we do not read. */
export function refuseUnsupported(expansion: Expansion): void {
  for (const [name, hint] of Object.entries(unsupported)) {
    const refuse = (directive: ConstDirectiveNode): never => {
      throw refusal('unsupported', directive, `@${name} is not supported.`, hint);
    };
    readEach(
      expansion,
      name,
      (_type, _field, directive) => refuse(directive),
      (_type, directive) => refuse(directive),
    );
  }
}

const rootTypes: readonly string[] = ['Query', 'Mutation', 'Subscription'];
const onExtendedFields: readonly string[] = ['function', 'http', 'auth'];

// The transformer reads extensions of the root types only, and there only what needs no model.
/** @throws SchemaError `invalid-extension` for a directive that an extension may not have. */
export function refuseOnExtensions({ source }: Expansion): void {
  for (const type of source.types) {
    if (type.node?.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const onType = type.directives.find(({ name }) => isAmplifyDirective(source.dialect, name.value));
    const hint = `Write it where ${type.name} is declared.`;
    if (onType) {
      throw refusal(
        'invalid-extension',
        onType,
        `@${onType.name.value} on an extension of ${type.name}.`,
        hint,
      );
    }
    for (const field of type.fields.values()) {
      for (const { name, ...node } of field.directives) {
        if (!isAmplifyDirective(source.dialect, name.value)) continue;
        if (rootTypes.includes(type.name) && onExtendedFields.includes(name.value)) continue;
        const problem = `@${name.value} on ${field.name} in an extension of ${type.name}.`;
        throw refusal(
          'invalid-extension',
          { name, ...node },
          problem,
          `Move the field to where ${type.name} is declared.`,
        );
      }
    }
  }
}
