import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/** What a page costs to load, in bytes. */
export interface PageSize {
  readonly gzip: number;
  readonly brotli: number;
  /** What is loaded later, when something needs it: file name and bytes under gzip. */
  readonly later: readonly { readonly name: string; readonly gzip: number }[];
}

/** A file of a bundle. */
export interface PageFile {
  readonly fileName: string;
  readonly name: string;
  readonly code: string;
  /** Whether the first load takes it. */
  readonly isFirst: boolean;
  /** The packages of others that have a part in it. */
  readonly packages: readonly string[];
}

const packageOf = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/;

/** Bundles a page of `pages/` for browsers as an app would, minified. */
export async function bundlePage(page: string): Promise<PageFile[]> {
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'pages', `${page}.ts`),
    platform: 'browser',
    resolve: { conditionNames: ['browser', 'import', 'default'] },
    transform: { define: { global: 'globalThis' } },
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  const chunks = output.filter((file) => file.type === 'chunk');
  const first = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap((c) => [c.fileName, ...c.imports]));
  return chunks.map(({ fileName, name, code, moduleIds }) => {
    const packages = [...new Set(moduleIds.flatMap((id) => packageOf.exec(id)?.[1] ?? []))];
    return { fileName, name, code, isFirst: first.has(fileName), packages };
  });
}

/** Measures what a page's first load takes. */
export async function pageSize(page: string): Promise<PageSize> {
  const files = await bundlePage(page);
  const now = files.filter(({ isFirst }) => isFirst).map(({ code }) => code);
  return {
    gzip: now.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0),
    brotli: now.reduce((sum, code) => sum + brotliCompressSync(code).length, 0),
    later: files
      .filter(({ isFirst }) => !isFirst)
      .map(({ name, code }) => ({ name, gzip: gzipSync(code, { level: 9 }).length })),
  };
}
