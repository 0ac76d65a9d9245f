import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { generate, type CodegenConfig } from '@graphql-codegen/cli';
import { stripIgnoredCharacters } from 'graphql';
import ts from 'typescript';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { awsScalars, executableSchema } from './index.ts';
import { source } from './test-support/schema.ts';

// Names that typescript-operations writes otherwise than they are: acronyms, underscores, a suffix twice.
const operations = `
  query Get_POSItem($id: ID!) { getItem(id: $id) { ...ItemFields } }
  query pendingQuery { pending { id seenAt } }
  mutation CreateItem($input: CreateItemInput!) { createItem(input: $input) { ...ItemFields } }
  subscription OnCreateItem { onCreateItem { id } }
  fragment ItemFields on Item { id name }`;

// How long a process or the compiler takes is a matter of the machine.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-plugin-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

// Checked by tsc, so that what does not hold together is seen.
async function run(
  documents: string,
  config: Record<string, unknown> = {},
  plugins: unknown[] = ['@postern/codegen', 'typescript-operations'],
): Promise<string> {
  const settings = { source, checkFile: true, scalars: awsScalars, enumType: 'string-literal', ...config };
  const whole: CodegenConfig = {
    schema: executableSchema(source),
    documents,
    generates: { 'operations.ts': { plugins: plugins as string[], config: settings } },
    silent: true,
    cwd: join(import.meta.dirname, '..'),
  };
  const [output] = (await generate(whole, false)) as { content: string }[];
  return output?.content ?? '';
}

// What tsc says of the generated file and a caller of it.
function compile(generated: string, caller: string): string[] {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'operations.ts'), generated);
  writeFileSync(join(folder, 'caller.ts'), caller);
  // The types alone: the transport's own would take seconds to check.
  const types = join(import.meta.dirname, '../../client/src');
  const client = join(folder, 'client.ts');
  const modules = ['operation', 'identity'].map((name) => `export type * from '${types}/${name}.ts';`);
  writeFileSync(client, modules.join('\n'));
  const program = ts.createProgram([join(folder, 'caller.ts')], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
    paths: { '@postern/client': [client] },
  });
  const ours = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
  return ours
    .flatMap((file) => ts.getPreEmitDiagnostics(program, file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const caller = `
  import type { ResultOf, VariablesOf } from '@postern/client';
  import { CreateItem, Get_POSItem, operations, pendingQuery } from './operations.ts';
  export const id: VariablesOf<typeof Get_POSItem> = { id: '1' };
  export type Item = NonNullable<ResultOf<typeof CreateItem>['createItem']>;
  export const name: Item['name'] = 'one';
  pendingQuery.access.groups.Processor satisfies 'allow';
  operations.OnCreateItem.kind satisfies string;`;

test('compiles beside typescript-operations, whatever it makes of the names', async () => {
  expect(compile(await run(operations), caller)).toEqual([]);
});

test('follows the naming options of typescript-operations', async () => {
  const options = [
    { namingConvention: 'keep' },
    { dedupeOperationSuffix: true },
    { typesPrefix: 'Api', operationResultSuffix: 'Result' },
  ];
  for (const config of options) expect(compile(await run(operations, config), caller)).toEqual([]);
});

test('what an operation does not return or take does not compile', async () => {
  const wrong = `
    import type { ResultOf, VariablesOf } from '@postern/client';
    import type { CreateItem, Get_POSItem } from './operations.ts';
    export const id: VariablesOf<typeof Get_POSItem> = { id: 1 };
    export const note = ({} as NonNullable<ResultOf<typeof CreateItem>['createItem']>).note;`;
  expect(compile(await run(operations), wrong)).toEqual([
    "Type 'number' is not assignable to type 'string'.",
    "Property 'note' does not exist on type '{ id: string; name: string; }'.",
  ]);
});

test('a caller that may never call an operation is told its name', async () => {
  const wrong = `
    import type { CallableBy, Identity, OperationAccess, TypedOperation } from '@postern/client';
    import { Get_POSItem, pendingQuery } from './operations.ts';
    declare function callerOf<const Caller extends Identity>(caller: Caller): {
      call<Result, Variables, Access extends OperationAccess, Name extends string>(
        operation: TypedOperation<Result, Variables, Access, Name> & CallableBy<Access, Caller, Name>,
      ): void;
    };
    callerOf({ groups: ['Processor'] }).call(pendingQuery);
    callerOf({ groups: ['Admin'] }).call(Get_POSItem);
    callerOf({ groups: ['Admin'] }).call(pendingQuery);
    callerOf({ kind: 'guest' }).call(pendingQuery);`;
  expect(compile(await run(operations), wrong)).toEqual([
    expect.stringContaining('{ readonly denied: "Members of Admin may never call pendingQuery."; }'),
    expect.stringContaining('{ readonly denied: "A caller of kind guest may never call pendingQuery."; }'),
  ]);
});

test('writes the same whatever the order of the operations', async () => {
  const reversed = operations.trim().split('\n').reverse().join('\n');
  const typed = (text: string) => text.slice(0, text.indexOf('/** Every operation'));
  expect(typed(await run(reversed))).toBe(typed(await run(operations)));
});

test('the file is not checked itself unless it is asked for, and its callers are all the same', async () => {
  const generated = await run(operations, { checkFile: false });
  expect(generated).toMatch(/^\/\/ @ts-nocheck/);
  const wrong = `
    import type { VariablesOf } from '@postern/client';
    import type { Get_POSItem } from './operations.ts';
    export const id: VariablesOf<typeof Get_POSItem> = { id: 1 };`;
  expect(compile(generated, caller)).toEqual([]);
  expect(compile(generated, wrong)).toEqual(["Type 'number' is not assignable to type 'string'."]);
});

test('what is written is what it was, whatever stands in it', async () => {
  const odd = `query Odd { getItem(id: "it's a \\\\ and a \\"") { id } }`;
  const text = await run(odd);
  const [, literal] = /JSON\.parse\(('.*')\)/.exec(text) ?? [];
  const operation = JSON.parse(runInNewContext(literal ?? '') as string) as { text: string };
  expect(operation.text).toBe(stripIgnoredCharacters(odd));
});

test.each([
  [['@postern/codegen'], 'operations.ts: add "typescript-operations" to its plugins; it makes the types.'],
  [
    ['@postern/codegen', { 'typescript-operations': { typesPrefix: 'Api' } }],
    'operations.ts: move typesPrefix from typescript-operations to the config of the file',
  ],
])('refuses %j, in which the types would not be found', async (plugins, message) => {
  const refused = await run(operations, {}, plugins).catch((error: AggregateError) => error.errors);
  expect(refused).toMatchObject([{ message: expect.stringContaining(message) }]);
});

test('refuses an operation without a name', async () => {
  const refused = run('query { pending { id } }').catch((error: AggregateError) => error.errors);
  expect(await refused).toMatchObject([
    { message: expect.stringContaining('an anonymous query. Give it a name.') },
  ]);
});
