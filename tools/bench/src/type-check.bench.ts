// Type-checking 100 models with 5 operations each, every one called once: plain typescript-operations beside ours.
// Aim: ours takes no longer. Run: node tools/bench/src/type-check.bench.ts [rounds]
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkTypes, type CheckCost } from './type-check/check-types.ts';
import { generateTypes } from './type-check/generate-types.ts';
import { sampleApi, type SampleApi } from './type-check/sample-api.ts';

const rounds = Number(process.argv[2] ?? 11);
const folder = resolve(import.meta.dirname, 'type-check');
const clientTypes = resolve(import.meta.dirname, '../../../packages/client/src');
const api = sampleApi(100);
const contestants = new Map([
  ['typescript-operations', await plain(api)],
  ['typescript-operations + @postern/codegen', await ours(api)],
]);

for (const [name, files] of [...contestants]) {
  contestants.set(
    `${name}, the file alone`,
    new Map([...files].filter(([file]) => !file.endsWith('caller.ts'))),
  );
}

const costs = new Map<string, CheckCost[]>([...contestants.keys()].map((name) => [name, []]));
// In turns, so that what else the machine does falls on all; the first of each warms up.
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, files] of contestants) {
    globalThis.gc?.();
    const cost = checkTypes(files);
    if (round > 0) costs.get(name)?.push(cost);
  }
}

process.stdout.write('| 500 operations, each called once | CPU ms | types | kB |\n|---|---|---|---|\n');
for (const [name, all] of costs) {
  const [median] = all
    .toSorted((one, other) => one.milliseconds - other.milliseconds)
    .slice(Math.floor(all.length / 2));
  const size = [...(contestants.get(name)?.values() ?? [])].reduce((sum, text) => sum + text.length, 0);
  process.stdout.write(
    `| ${name} | ${median?.milliseconds.toFixed(0) ?? ''} | ${median?.types ?? ''} | ${(size / 1000).toFixed(0)} |\n`,
  );
}

// What one writes without typed operations: each call names its types.
async function plain(sample: SampleApi): Promise<Map<string, string>> {
  const caller = [
    `import type * as api from './operations.ts';`,
    `declare const client: { request<Result, Variables>(text: string, variables: Variables): Promise<{ data: Result }> };`,
    ...callsOf(
      sample,
      (name, kind) => `request<api.${name}${kind}, api.${name}${kind}Variables>('${name}', `,
    ),
  ];
  return filesOf(await generateTypes(sample, ['typescript-operations']), caller);
}

async function ours(sample: SampleApi): Promise<Map<string, string>> {
  const caller = [
    `import * as api from './operations.ts';`,
    `import type { CallableBy, OperationAccess, TypedOperation } from '@postern/client';`,
    `type Admin = { readonly groups: readonly ['Admin'] };`,
    `declare const client: {
       request<Result, Variables, Access extends OperationAccess, Name extends string>(
         operation: TypedOperation<Result, Variables, Access, Name> & CallableBy<Access, Admin, Name>,
         variables: NoInfer<Variables>,
       ): Promise<{ data: Result }>;
     };`,
    ...callsOf(sample, (name) => `request(api.${name}, `),
  ];
  const generated = await generateTypes(sample, ['@postern/codegen', 'typescript-operations']);
  const files = filesOf(generated, caller);
  // The types of the client alone: its transport has nothing to do with how many operations there are.
  const types = ['operation', 'identity'].map((name) =>
    readFileSync(join(clientTypes, `${name}.ts`), 'utf8').replace(/^import .*$/gm, ''),
  );
  files.set(join(folder, 'client.ts'), types.join('\n'));
  for (const [name, text] of files) files.set(name, text.replaceAll(`'@postern/client'`, `'./client.ts'`));
  return files;
}

function filesOf(generated: string, caller: readonly string[]): Map<string, string> {
  return new Map([
    [join(folder, 'operations.ts'), generated],
    [join(folder, 'caller.ts'), caller.join('\n')],
  ]);
}

function callsOf({ models }: SampleApi, call: (name: string, kind: string) => string): string[] {
  return models.flatMap((model) => [
    `(await client.${call(`Get${model}`, 'Query')}{ id: '1' })).data.get${model}?.name;`,
    `(await client.${call(`List${model}`, 'Query')}{ limit: 10 })).data.list${model}s?.items[0]?.name;`,
    `await client.${call(`Create${model}`, 'Mutation')}{ input: { name: 'a', state: 'NEW' } });`,
    `await client.${call(`Update${model}`, 'Mutation')}{ input: { id: '1', size: 1 } });`,
    `await client.${call(`Delete${model}`, 'Mutation')}{ input: { id: '1' } });`,
  ]);
}
