import { expect, test } from 'vitest';
import { importsOf } from './imports-of.ts';

const read = (code: string) => importsOf(code, (module) => module === '@shop/graphql');

test.each([
  ["import { GetItem, UpdateItem as Change } from '@shop/graphql';", ['GetItem', 'UpdateItem']],
  ["import {\n  GetItem,\n  type ItemFields,\n} from '@shop/graphql';", ['GetItem']],
  ["import type { GetItem } from '@shop/graphql';", []],
  ["import { GetItem } from './components.ts';", []],
  ["export { GetItem } from '@shop/graphql';", ['GetItem']],
  ["import * as api from '@shop/graphql';\nrun(api.GetItem, api.ListItems);", ['GetItem', 'ListItems']],
  ["const { GetItem: get } = await import('@shop/graphql');", ['GetItem']],
  ["const { GetItem } = require('@shop/graphql');", []],
  ["config.require('@shop/graphql');", []],
  ["// import { GetItem } from '@shop/graphql';\n/* import { A } from '@shop/graphql'; */", []],
])('%s', (code, names) => {
  expect(read(code).names).toEqual(names);
});

test.each([
  ["import * as api from '@shop/graphql';\nrun(api[name]);"],
  ["export * from '@shop/graphql';"],
  ["import api from '@shop/graphql';"],
  ["const api = await import('@shop/graphql');"],
  ["const { GetItem } = require('@shop/graphql');"],
])('%s takes everything, as far as can be told', (code) => {
  expect(read(code)).toMatchObject({ everything: true });
});
