import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';
import { outputsPlugin } from './outputs-plugin.ts';

/** The folder of the page: `index.html`, `src`, `public`. */
export const pageFolder = resolve(import.meta.dirname, '..');

/**
 * Vite's configuration of the page, the same for development server and build.
 *
 * @param outputs - Yields `amplify_outputs.json`.
 */
export function pageConfig(outputs: () => object | undefined): InlineConfig {
  return {
    configFile: false,
    root: pageFolder,
    plugins: [react(), outputsPlugin(outputs)],
    build: { target: 'baseline-widely-available', sourcemap: true },
    // Everything that Vite would find only while the page loads, and then load it again.
    optimizeDeps: {
      include: [
        'react',
        'react-dom/client',
        'react/jsx-runtime',
        'react/jsx-dev-runtime',
        'aws-amplify',
        'aws-amplify/auth',
        '@postern/client > graphql-request',
      ],
    },
  };
}
