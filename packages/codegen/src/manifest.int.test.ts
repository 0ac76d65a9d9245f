import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { generate, type CodegenConfig } from '@graphql-codegen/cli';
import { expect, onTestFinished, test } from 'vitest';
import { executableSchema, type ManifestConfig, type ManifestEntry } from './index.ts';
import { source } from './test-support/schema.ts';

const operations = `
  query Pending { pending { id } }
  mutation CreateItem($input: CreateItemInput!) { createItem(input: $input) { ...ItemFields } }
  fragment ItemFields on Item { id name }`;

async function manifest(config: Partial<ManifestConfig> = {}, documents = operations) {
  const whole: CodegenConfig = {
    schema: executableSchema(source),
    documents,
    generates: { 'manifest.json': { plugins: ['@postern/codegen/manifest'], config: { source, ...config } } },
    silent: true,
    cwd: join(import.meta.dirname, '..'),
  };
  const [output] = (await generate(whole, false)) as { content: string }[];
  return JSON.parse(output?.content ?? '') as { operations: Record<string, ManifestEntry> };
}

test('says of each operation what it calls, who at least may call it, and what a policy names', async () => {
  const { CreateItem, Pending } = (await manifest()).operations;
  expect(CreateItem).toMatchObject({
    kind: 'mutation',
    rootFields: ['Mutation.createItem'],
    minimumIdentities: { allow: ['group:Admin'], depends: ['user'] },
    iamResources: ['types/Mutation/fields/createItem'],
  });
  expect(Pending?.minimumIdentities).toEqual({ allow: ['group:Processor'], depends: [] });
  expect(Pending).not.toHaveProperty('projects');
});

test('the hash is that of the text that is sent', async () => {
  const text = 'query Pending{pending{id}}';
  const { Pending } = (await manifest()).operations;
  expect(Pending?.sha256).toBe(createHash('sha256').update(text).digest('hex'));
  const other = operations.replace('pending { id }', 'pending { id name }');
  expect((await manifest({}, other)).operations.Pending?.sha256).not.toBe(Pending?.sha256);
});

test('names the file of each operation as seen from where codegen runs', async () => {
  const folder = mkdtempSync(join(import.meta.dirname, 'manifest-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'all.graphql'), operations);
  const { Pending } = (await manifest({}, join(folder, '*.graphql'))).operations;
  expect(Pending?.file).toBe(relative(process.cwd(), join(folder, 'all.graphql')));
});

test('names the projects that it is told of, those of all operations with each', async () => {
  const importers = { Pending: ['web', 'batch'], '*': ['cli'] };
  const { CreateItem, Pending } = (await manifest({ importers })).operations;
  expect(Pending?.projects).toEqual(['batch', 'cli', 'web']);
  expect(CreateItem?.projects).toEqual(['cli']);
});

test('writes the same whatever the order of the operations', async () => {
  const reversed = operations.trim().split('\n').reverse().join('\n');
  // Documents that are no files get names of their own.
  const text = async (documents: string) =>
    JSON.stringify(await manifest({}, documents)).replaceAll(/"file":"[^"]*"/g, '');
  expect(await text(reversed)).toBe(await text(operations));
});
