import { enableCompileCache } from 'node:module';

// Before any other import: what is compiled (and stripped of types) once is read from the cache at the next start.
enableCompileCache();
const { run } = await import('./run.ts');
const { exitCodes } = await import('./exit-codes.ts');
process.exitCode = await run(process.argv.slice(2));
// Whoever was asked and does not answer is not waited for; all that is to be kept is written.
if (process.exitCode === exitCodes.interrupted) process.exit();
