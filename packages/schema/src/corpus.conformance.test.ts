import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SchemaError } from './errors.ts';
import { expand } from './expand.ts';
import { normalize } from './test-support/normalize.ts';
import { reachableSdl } from './test-support/reachable-sdl.ts';

// Schemas that people wrote, and what AWS's transformer makes of each. They lie beside the repository, never in it.
const folder = join(import.meta.dirname, '../../../../shared/corpus');
const names = existsSync(folder)
  ? readdirSync(folder).flatMap((file) => (file.endsWith('.graphql') ? [file.replace(/\.graphql$/, '')] : []))
  : [];

type Golden =
  | { readonly ok: true; readonly sdl: string; readonly access: unknown }
  | { readonly ok: false; readonly error: string };

const goldens = new Map(
  names.map((name) => [
    name,
    JSON.parse(readFileSync(join(folder, `${name}.golden.json`), 'utf8')) as Golden,
  ]),
);
const body = (name: string): string => readFileSync(join(folder, `${name}.graphql`), 'utf8');

// Refused by the transformer, which is not asked there: schemas without a model, which AppSync itself takes.
const plainAppSync: Readonly<Record<string, string>> = {
  'EducloudHQ__Interior-Design-Social-Application__schema-old': '@aws_* on inputs',
  'EducloudHQ__airbnb-clone__schema-schema-old': '@aws_* on inputs',
  'aws-samples__appsync-bedrock-sample-with-ai-agent__agent-api-schema': '@aws_* on inputs',
  'aws-samples__aws-appsync-merged-api-ci-cd-sample__booksService-books': '@hidden of merged APIs',
  'aws-samples__aws-appsync-merged-api-ci-cd-sample__reviewsService-reviews': '@hidden of merged APIs',
  'lukemccrae__corsa-cloud-native__graphql-schema': 'declares the @aws_* directives itself',
  'maoosi__prisma-appsync__prisma-appsync-schema-old': '@aws_auth on types',
  'stylingadventures-org__stylingadventures__appsync-schema': 'declares the @aws_* directives itself',
  'theburningmonk__appsyncmasterclass-backend__schema-api': '@aws_* on unions',
};
const isOldDialect = (name: string): boolean => existsSync(join(folder, `${name}.v1.sdl`));

describe.skipIf(names.length === 0)('the corpus', () => {
  const byKind = (kind: boolean) =>
    [...goldens].flatMap(([name, golden]) => (golden.ok === kind ? [name] : []));

  test.for(byKind(true))('expands %s to what AWS makes of it', (name) => {
    const golden = goldens.get(name);
    if (!golden?.ok) throw new TypeError(name);
    const expanded = expand(body(name));
    expect(normalize(expanded.sdl)).toEqual(normalize(golden.sdl));
    expect(expanded.access.rows).toEqual(golden.access);
  });

  const refused = byKind(false).filter((name) => !isOldDialect(name) && !(name in plainAppSync));
  test.for(refused)('refuses %s as AWS does, and says where and how to mend it', (name) => {
    const error = refusalOf(name);
    expect(error.locations[0]).toMatchObject({ file: 'schema.graphql' });
    expect(error.hint).toBeTruthy();
  });

  test.for(names.filter(isOldDialect))("expands %s to what AWS's first transformer made of it", (name) => {
    const expanded = expand(body(name));
    const golden = reachableSdl(readFileSync(join(folder, `${name}.v1.sdl`), 'utf8'));
    expect(normalize(expanded.sdl)).toEqual(normalize(golden));
    expect(expanded.schema.getQueryType()?.name).toBe('Query');
    expect(expanded.access.rows.length).toBeGreaterThan(0);
    expect(expanded.models.size).toBeGreaterThan(0);
  });

  test.for(Object.entries(plainAppSync))('reads %s, which AppSync takes: %s', ([name]) => {
    expect(Object.keys(expand(body(name)).schema.getTypeMap())).toContain('Query');
  });
});

function refusalOf(name: string): SchemaError {
  try {
    expand(body(name));
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error(`${name} was accepted`);
}
