import { readFileSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { awsScalars, executableSchema } from '@postern/codegen';

// The schema as it is deployed, with @model and @auth.
const source = readFileSync('schema.graphql', 'utf8');

const config: CodegenConfig = {
  schema: executableSchema(source),
  documents: 'operations/**/*.graphql',
  generates: {
    'src/generated/operations.ts': {
      plugins: ['@postern/codegen', 'typescript-operations'],
      config: {
        source,
        scalars: awsScalars,
        enumType: 'string-literal',
        skipTypename: true,
        useTypeImports: true,
      },
    },
    'src/generated/manifest.json': { plugins: ['@postern/codegen/manifest'], config: { source } },
    'src/generated/schema.graphql': { plugins: ['@postern/codegen/sdl'] },
  },
};

export default config;
