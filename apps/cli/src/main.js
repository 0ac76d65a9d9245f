import { enableCompileCache } from 'node:module';

// Before any other import: what is compiled (and stripped of types) once is read from the cache at the next start. This
// file comes before that, so it is JavaScript: Node would load its stripper of types for it, a tenth of a short command.
enableCompileCache();
const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));
