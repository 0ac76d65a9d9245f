import { defineConfig } from 'vitest/config';

// `nx test PROJECT` runs this with --dir on the project; the name of the report is what Nx caches as its output.
const project = process.env.NX_TASK_TARGET_PROJECT;

export default defineConfig({
  test: {
    include: ['**/*.{unit,int,conformance}.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    reporters: project ? ['default', 'json'] : ['default'],
    ...(project ? { outputFile: { json: `${import.meta.dirname}/test-results/${project}.json` } } : {}),
    // Only for what hangs: a machine may be busy.
    testTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 60_000,
    maxWorkers: 2,
    // vite takes graphql's ES modules where Node takes the others, and graphql refuses to be there twice.
    server: { deps: { inline: ['@graphql-inspector/core'] } },
  },
});
