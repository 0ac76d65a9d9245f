import { generate, type CodegenConfig } from '@graphql-codegen/cli';
import { awsScalars, executableSchema } from '@postern/codegen';
import type { SampleApi } from './sample-api.ts';

/** What codegen writes for an API with some plugins into one file. */
export async function generateTypes(
  { source, operations }: SampleApi,
  plugins: readonly string[],
): Promise<string> {
  const config: CodegenConfig = {
    schema: executableSchema(source),
    documents: operations,
    generates: {
      'operations.ts': {
        plugins: [...plugins],
        config: {
          source,
          scalars: awsScalars,
          enumType: 'string-literal',
          skipTypename: true,
          useTypeImports: true,
        },
      },
    },
    silent: true,
    cwd: import.meta.dirname,
  };
  const [output] = (await generate(config, false)) as { content: string }[];
  return output?.content ?? '';
}
