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

/** Bundles a page of `pages/` for browsers as an app would, minified, and measures what its first load takes. */
export async function pageSize(page: string): Promise<PageSize> {
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
  const now = chunks.filter(({ fileName }) => first.has(fileName)).map(({ code }) => code);
  return {
    gzip: now.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0),
    brotli: now.reduce((sum, code) => sum + brotliCompressSync(code).length, 0),
    later: chunks
      .filter(({ fileName }) => !first.has(fileName))
      .map(({ name, code }) => ({ name, gzip: gzipSync(code, { level: 9 }).length })),
  };
}
