import { isScalarOrEnum } from '../read/source.ts';
import { baseOf, nullable, required, withBase } from '../read/type-text.ts';
import type { Expansion, ModelPlan } from './context.ts';
import { typeNames } from './names.ts';
import type { OutputField } from './output.ts';

type Pairs = [string, string][];
type MakePairs = (expansion: Expansion, plan: ModelPlan, declared: readonly OutputField[]) => Pairs;

/** The type of an input's field for a type's field: nested types are written through `<Type>Input`. */
export function inputType({ source }: Expansion, type: string): string {
  const base = baseOf(type);
  return isScalarOrEnum(source, base) ? type : withBase(type, typeNames.nested(base));
}

/** The fields of `Create…Input`, `Update…Input` and `Delete…Input`, before keys and relations change them. */
export const mutationInputs: Readonly<Record<'create' | 'update' | 'delete', MakePairs>> = {
  create: (expansion, plan, declared) => {
    const optional = new Set(Object.values(plan.config.timestamps ?? {}));
    const pairs = writtenFields(expansion, declared).map((field): [string, string] => {
      const base = baseOf(field.type);
      const generated = field.name === 'id' && ['ID', 'String'].includes(base);
      const timed = optional.has(field.name) && ['String', 'AWSDateTime'].includes(base);
      return [field.name, generated || timed ? nullable(field.type) : field.type];
    });
    return hasId(declared) ? pairs : [...pairs, ['id', 'ID']];
  },
  update: (expansion, _plan, declared) => {
    const pairs = writtenFields(expansion, declared).map(({ name, type }): [string, string] => [
      name,
      name === 'id' ? required(nullable(type)) : nullable(type),
    ]);
    return hasId(declared) ? pairs : [...pairs, ['id', 'ID!']];
  },
  delete: () => [['id', 'ID!']],
};

const generatedTypes: ReadonlyMap<string, readonly string[]> = new Map([
  ['id', ['ID']],
  ['createdAt', ['AWSDateTime', 'String']],
  ['updatedAt', ['AWSDateTime', 'String']],
]);

// Relations are not written through the record; what the API fills in by itself need not be given.
function writtenFields(
  expansion: Expansion,
  declared: readonly OutputField[],
): { name: string; type: string }[] {
  return declared
    .filter((field) => !expansion.models.has(baseOf(field.type)))
    .map(({ name, type }) => ({
      name,
      type: generatedTypes.get(name)?.includes(nullable(type)) ? nullable(type) : inputType(expansion, type),
    }));
}

function hasId(declared: readonly OutputField[]): boolean {
  return declared.some((field) => field.name === 'id');
}
