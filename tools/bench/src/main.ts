// `pnpm bench [name…]`: runs the benchmarks one after another, so that they do not slow each other down.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';

const ending = '.bench.ts';
const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length));
const names = process.argv.slice(2);
const unknown = names.find((name) => !all.includes(name));

if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark "${unknown}". There are: ${all.join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  process.stdout.write(`Node ${process.version}, ${availableParallelism()} cores, ${processor}\n`);
  for (const name of names.length > 0 ? names : all) {
    process.stdout.write(`\n${name}\n`);
    const child = spawn(process.execPath, ['--expose-gc', join(import.meta.dirname, `${name}${ending}`)], {
      stdio: 'inherit',
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) process.exitCode = 1;
  }
}
