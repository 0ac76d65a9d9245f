import type { Plugin } from 'vite';

const file = 'amplify_outputs.json';

/**
 * Gives the page its configuration: served by the development server, written beside the page by a build.
 *
 * @param read - Yields the content, which must have nothing secret in it; undefined leaves the file to the deployment.
 */
export function outputsPlugin(read: () => object | undefined): Plugin {
  return {
    name: 'postern:outputs',
    configureServer(server) {
      server.middlewares.use(`/${file}`, (_request, response) => {
        const outputs = read();
        response.writeHead(outputs ? 200 : 404, {
          'content-type': 'application/json',
          'cache-control': 'no-store',
        });
        response.end(outputs ? JSON.stringify(outputs) : '');
      });
    },
    generateBundle() {
      const outputs = read();
      if (outputs) this.emitFile({ type: 'asset', fileName: file, source: JSON.stringify(outputs, null, 2) });
      else this.warn(`There is no ${file}: put the backend's beside index.html when you deploy.`);
    },
  };
}
