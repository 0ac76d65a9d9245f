// `nx build @postern/web`: the page as static files in apps/web/dist.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { pageConfig } from './page-config.ts';
import { workspaceFolder } from './project.ts';

const file = join(workspaceFolder, 'amplify_outputs.json');

await build(
  pageConfig(() => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : undefined)),
);
