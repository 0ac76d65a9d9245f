import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createNodesV2 } from './plugin.ts';

const workspaceRoot = join(import.meta.dirname, '../../..');

test('gives a project with a codegen.ts its two targets', async () => {
  const context = { workspaceRoot, nxJsonConfiguration: {} };
  const [[, nodes] = []] = await createNodesV2[1](['graphql/codegen.ts'], undefined, context);
  const targets = nodes?.projects?.graphql?.targets;
  expect(Object.keys(targets ?? {})).toEqual(['codegen', 'codegen-check']);
  expect(targets?.codegen).toMatchObject({
    cache: true,
    outputs: ['{projectRoot}/src/generated'],
    options: { command: 'node tools/nx-plugin/src/run-codegen.ts {projectRoot}' },
  });
  expect(targets?.['codegen-check']?.inputs).toContain('{projectRoot}/src/generated/**');
});

test('leaves the examples of the docs alone', async () => {
  const context = { workspaceRoot, nxJsonConfiguration: {} };
  const files = ['docs/examples/foreign-repo/codegen.ts'];
  expect(await createNodesV2[1](files, undefined, context)).toEqual([]);
});
