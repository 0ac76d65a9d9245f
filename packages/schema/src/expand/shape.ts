import type { Dialect } from '../read/dialect.ts';
import { plainScalar } from '../read/scalars.ts';
import { isList } from '../read/type-text.ts';
import { typeNames } from './names.ts';

/** What generated types look like where the two versions of the transformer differ. */
export interface Shape {
  readonly version: Dialect['version'];
  readonly connection: (model: string) => string;
  readonly filter: (model: string) => string;
  readonly scalarFilter: (base: string) => string;
  readonly listFilter: (base: string) => string;
  /** Whether filters see a list of enums as one. */
  readonly filtersAsList: (type: string) => boolean;
}

const shapes: Readonly<Record<Dialect['version'], Shape>> = {
  1: {
    version: 1,
    connection: typeNames.connection,
    filter: typeNames.filter,
    scalarFilter: (base) => `Model${plainScalar(base)}FilterInput`,
    listFilter: (base) => `Model${plainScalar(base)}ListFilterInput`,
    filtersAsList: isList,
  },
  2: {
    version: 2,
    connection: typeNames.upperConnection,
    filter: typeNames.upperFilter,
    scalarFilter: typeNames.scalarFilter,
    listFilter: typeNames.listFilter,
    // It sees a list only where it may be null.
    filtersAsList: (type) => isList(type) && type.endsWith(']'),
  },
};

/** The shape that a version of the dialect expands to. */
export function shapeOf({ version }: Dialect): Shape {
  return shapes[version];
}
