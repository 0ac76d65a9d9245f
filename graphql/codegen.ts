import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { executableSchema } from '@postern/codegen';

const source = readFileSync(join(import.meta.dirname, 'schema.graphql'), 'utf8');
// The API lets IAM callers in by their policy; the functions of the backend call it that way.
const api = { iamAccess: true };

const config: CodegenConfig = {
  schema: executableSchema(source, api),
  documents: join(import.meta.dirname, 'operations/**/*.graphql'),
  generates: {
    [join(import.meta.dirname, 'src/generated/operations.ts')]: {
      plugins: ['typescript-operations', '@postern/codegen'],
      config: {
        source,
        ...api,
        typesFrom: '@postern/client',
        enumType: 'string-literal',
        scalars: {
          ID: 'string',
          AWSDate: 'string',
          AWSTime: 'string',
          AWSDateTime: 'string',
          AWSTimestamp: 'number',
          AWSEmail: 'string',
          AWSJSON: 'string',
          AWSURL: 'string',
          AWSPhone: 'string',
          AWSIPAddress: 'string',
        },
        useTypeImports: true,
        skipTypename: true,
      },
    },
  },
};

export default config;
