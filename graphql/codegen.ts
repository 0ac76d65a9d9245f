import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { awsScalars, executableSchema } from '@postern/codegen';

const source = readFileSync(join(import.meta.dirname, 'schema.graphql'), 'utf8');
// The API lets IAM callers in by their policy; the functions of the backend call it that way.
const api = { iamAccess: true };

const config: CodegenConfig = {
  schema: executableSchema(source, api),
  documents: join(import.meta.dirname, 'operations/**/*.graphql'),
  generates: {
    // For editors and readers: the schema that AppSync serves, without the rules.
    [join(import.meta.dirname, 'src/generated/schema.graphql')]: { plugins: ['@postern/codegen/sdl'] },
    // For people and tools: what each operation is, who may call it, who imports it.
    [join(import.meta.dirname, 'src/generated/manifest.json')]: {
      plugins: ['@postern/codegen/manifest'],
      config: { source, ...api },
    },
    [join(import.meta.dirname, 'src/generated/operations.ts')]: {
      plugins: ['@postern/codegen', 'typescript-operations'],
      config: {
        source,
        ...api,
        typesFrom: '@postern/client',
        enumType: 'string-literal',
        scalars: awsScalars,
        useTypeImports: true,
        skipTypename: true,
      },
    },
  },
};

export default config;
