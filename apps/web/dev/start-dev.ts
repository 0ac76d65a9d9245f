import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { startLocal, type FunctionsFactory, type Local, type LocalUser } from '@postern/local';
import { createServer, type ViteDevServer } from 'vite';
import { pageConfig } from './page-config.ts';
import { sampleData } from './sample-data.ts';

/** How to start the development server. */
export interface DevOptions {
  readonly schemaFile: string;
  /** The module whose default export makes the functions of the custom operations. */
  readonly functionsFile: string;
  readonly users: readonly LocalUser[];
  /** The user to whom some of the sample records belong; without one there are no sample records. */
  readonly sampleOwner?: string;
  /** Keeps the backend in this folder. @defaultValue in memory */
  readonly dataDir?: string;
  /** The page's port; a strict one must not be taken. @defaultValue any free one */
  readonly page?: { readonly port: number; readonly strict: boolean };
}

/** A local backend with the page in front of it. */
export interface Dev {
  readonly pageUrl: string;
  readonly local: Local;
  /** Stops the page; the backend goes on. */
  closePage(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the local backend and the page together.
 *
 * @throws Error when a file cannot be read or the port is taken.
 */
export async function startDev(options: DevOptions): Promise<Dev> {
  const {
    schemaFile,
    functionsFile,
    users,
    sampleOwner,
    dataDir,
    page = { port: 0, strict: false },
  } = options;
  const local = await startLocal({
    schema: await readFile(schemaFile, 'utf8'),
    functions: lazyFunctions(functionsFile),
    users,
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  try {
    if (sampleOwner !== undefined) {
      for (const [model, records] of Object.entries(sampleData(sampleOwner))) local.seed(model, records);
    }
    const server = await startPage(local, page);
    return {
      pageUrl: server.resolvedUrls?.local[0] ?? '',
      local,
      closePage: () => server.close(),
      async close() {
        await server.close();
        await local.close();
      },
    };
  } catch (error) {
    await local.close();
    throw error;
  }
}

async function startPage(
  local: Local,
  { port, strict }: NonNullable<DevOptions['page']>,
): Promise<ViteDevServer> {
  const server = await createServer({
    ...pageConfig(() => local.outputs()),
    logLevel: 'warn',
    server: { host: '127.0.0.1', port, strictPort: strict },
  });
  return server.listen();
}

// Apps do not import apps: the functions are named by path, as in postern.config.json, and loaded when first called.
function lazyFunctions(file: string): FunctionsFactory {
  return async (environment) => {
    const module = (await import(pathToFileURL(file).href)) as { default: FunctionsFactory };
    return module.default(environment);
  };
}
