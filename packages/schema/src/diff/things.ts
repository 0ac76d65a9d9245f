import { isObjectType } from 'graphql';
import type { ExpandedSchema } from '../expand.ts';
import type { RootFieldInfo } from '../model.ts';
import {
  holdersOfField,
  holdersOfModelField,
  holdersOfRootField,
  rootTypeName,
  type FieldDeed,
  type Holders,
} from './grants.ts';

/** Something that is open to somebody, in two schemas. */
export interface Thing {
  /** Such as `Mutation.deleteItem`, or `Item.note`. */
  readonly name: string;
  /** The model or type that it is about; a root field's own name where it is about none. */
  readonly about: string;
  readonly deed: 'call' | FieldDeed;
  /** What a root field does with the fields of its model. */
  readonly deedOnFields?: FieldDeed;
  /** Undefined where the old schema has no such thing. */
  readonly before: Holders | undefined;
  readonly after: Holders;
}

const deeds: Readonly<Partial<Record<RootFieldInfo['kind'], FieldDeed>>> = {
  get: 'read',
  list: 'read',
  index: 'read',
  search: 'read',
  subscribe: 'read',
  create: 'create',
  update: 'update',
};

/** The root fields of the new schema, and whom they are and were open to. */
export function rootFieldThings(before: ExpandedSchema, after: ExpandedSchema): Thing[] {
  const keyOf = ({ parent, name }: RootFieldInfo): string => `${parent}.${name}`;
  const old = new Map(before.rootFields.map((info) => [keyOf(info), info]));
  return after.rootFields.map((info) => {
    const earlier = old.get(keyOf(info));
    const deedOnFields = deeds[info.kind];
    return {
      name: `${rootTypeName(after, info)}.${info.name}`,
      about: ('model' in info ? info.model : undefined) ?? info.name,
      deed: 'call',
      ...(deedOnFields && { deedOnFields }),
      before: earlier && holdersOfRootField(before, earlier),
      after: holdersOfRootField(after, info),
    };
  });
}

/** The fields that both schemas have, of models by what can be done with them, of other declared types for reading. */
export function fieldThings(before: ExpandedSchema, after: ExpandedSchema): Thing[] {
  return [...modelFields(before, after), ...otherFields(before, after)];
}

function modelFields(before: ExpandedSchema, after: ExpandedSchema): Thing[] {
  const shared = [...after.models.keys()].filter((name) => before.models.has(name));
  return shared.flatMap((model) => {
    const old = new Set(before.models.get(model)?.fields);
    const fields = (after.models.get(model)?.fields ?? []).filter((field) => old.has(field));
    return (['read', 'create', 'update'] as const).flatMap((deed) =>
      fields.map((field) => ({
        name: `${model}.${field}`,
        about: model,
        deed,
        before: holdersOfModelField(before, model, field, deed),
        after: holdersOfModelField(after, model, field, deed),
      })),
    );
  });
}

function otherFields(before: ExpandedSchema, after: ExpandedSchema): Thing[] {
  const roots = new Set(after.rootFields.map((info) => rootTypeName(after, info)));
  return Object.values(after.schema.getTypeMap()).flatMap((type) => {
    const { name } = type;
    const old = before.schema.getType(name);
    const isOurs = after.locate(name) !== undefined && !after.models.has(name) && !roots.has(name);
    if (!isOurs || !isObjectType(type) || !isObjectType(old)) return [];
    return Object.keys(type.getFields())
      .filter((field) => Object.hasOwn(old.getFields(), field))
      .map((field) => ({
        name: `${name}.${field}`,
        about: name,
        deed: 'read' as const,
        before: holdersOfField(before, name, field),
        after: holdersOfField(after, name, field),
      }));
  });
}
