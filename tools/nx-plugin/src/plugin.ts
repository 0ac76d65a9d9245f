import { dirname } from 'node:path';
import { createNodesFromFiles, type CreateNodesV2 } from '@nx/devkit';

// Everything that the generated documents are made of. A change elsewhere leaves them as they are.
const inputs = ['{projectRoot}/codegen.ts', '{projectRoot}/**/*.graphql', '^production', 'sharedGlobals'];

/** Gives every project with a `codegen.ts` the cached targets `codegen` and `codegen-check`. */
export const createNodesV2: CreateNodesV2 = [
  '**/codegen.ts',
  (configFiles, options, context) =>
    createNodesFromFiles(
      (configFile) => {
        const root = dirname(configFile);
        const run = (flags: string) => ({
          executor: 'nx:run-commands',
          options: { cwd: '{projectRoot}', command: `graphql-codegen --config codegen.ts --silent${flags}` },
          cache: true,
        });
        const generated = '{projectRoot}/src/generated';
        return {
          projects: {
            [root]: {
              targets: {
                codegen: { ...run(''), inputs: [...inputs, `!${generated}/**`], outputs: [generated] },
                'codegen-check': { ...run(' --check'), inputs: [...inputs, `${generated}/**`] },
              },
            },
          },
        };
      },
      configFiles,
      options,
      context,
    ),
];
