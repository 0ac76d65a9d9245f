import { dirname, relative } from 'node:path';
import { createNodesFromFiles, type CreateNodesV2 } from '@nx/devkit';

// Everything that the generated documents are made of. A change elsewhere leaves them as they are.
const inputs = [
  '{projectRoot}/codegen.ts',
  '{projectRoot}/**/*.graphql',
  '^production',
  'sharedGlobals',
  { externalDependencies: ['@graphql-codegen/cli', '@graphql-codegen/typescript-operations', 'graphql'] },
];
// The manifest says which projects import an operation. Named like this they count for the cache, and a change to an app
// does not make the contract affected, and with it everybody who imports it.
const importers = { input: 'production', projects: ['tag:type:app', 'tag:type:tool'] };
const generated = '{projectRoot}/src/generated';

/** Gives every project with a `codegen.ts`, examples in the docs aside, the cached targets `codegen` and `codegen-check`. */
export const createNodesV2: CreateNodesV2 = [
  '**/codegen.ts',
  (configFiles, options, context) => {
    const folder = relative(context.workspaceRoot, import.meta.dirname).replaceAll('\\', '/');
    const run = (flags: string) => ({
      executor: 'nx:run-commands',
      options: { command: `node ${folder}/run-codegen.ts ${flags}{projectRoot}` },
      cache: true,
    });
    const sources = [...inputs, importers, `{workspaceRoot}/${folder}/*.ts`];
    return createNodesFromFiles(
      (configFile) => ({
        projects: {
          [dirname(configFile)]: {
            targets: {
              codegen: { ...run(''), inputs: [...sources, `!${generated}/**`], outputs: [generated] },
              'codegen-check': { ...run('--check '), inputs: [...sources, `${generated}/**`] },
            },
          },
        },
      }),
      configFiles.filter((file) => !file.startsWith('docs/')),
      options,
      context,
    );
  },
];
