// `node apps/batch/src/deploy/main.ts lambda|container [FOLDER]`: writes what is deployed, by default to dist/<kind>.
import { resolve } from 'node:path';
import { bundleContainer } from './container-bundle.ts';
import { bundleLambda } from './lambda-bundle.ts';

const kinds = { lambda: bundleLambda, container: bundleContainer };
const [kind = '', to = `dist/${kind}`] = process.argv.slice(2);

if (Object.hasOwn(kinds, kind)) {
  const folder = resolve(to);
  const files = await kinds[kind as keyof typeof kinds](folder);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  process.stdout.write(`${folder}: ${files.length} files, ${(total / 1_000_000).toFixed(2)} MB\n`);
} else {
  process.stderr.write(`There is nothing to bundle for "${kind}": it is lambda or container.\n`);
  process.exitCode = 2;
}
