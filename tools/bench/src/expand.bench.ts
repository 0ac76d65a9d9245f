// Expanding 10 to 1,000 models to the SDL and the access rows, after warm-up: the time, and the heap that the result holds.
// Aims: 300 models under 60 ms; 1,000 models at most 12 times 100, in time and in heap.
import { expand } from '@postern/schema';
import { syntheticSchema } from './expand/synthetic-schema.ts';

interface Figures {
  readonly ms: number;
  /** What all threads of the process used of the processor; on a busy machine it says more than the clock. */
  readonly cpuMs: number;
  readonly heapMb: number;
}

const sizes = [10, 100, 300, 1000];
// What AWS's transformer takes for as many models, in ms; it makes the resolvers as well.
const transformerMs: ReadonlyMap<number, number> = new Map([
  [10, 400],
  [100, 2800],
  [300, 31_000],
]);
const rounds = Number(process.argv[2] ?? 15);
const sources = new Map(sizes.map((models) => [models, syntheticSchema(models)]));

for (let round = 0; round < 20; round += 1) for (const models of [10, 100]) run(models);
const figures = new Map(sizes.map((models) => [models, measure(models)]));

process.stdout.write(
  '| models | ms | CPU ms | heap MB | transformer ms | times faster |\n|---|---|---|---|---|---|\n',
);
for (const [models, { ms, cpuMs, heapMb }] of figures) {
  const theirs = transformerMs.get(models);
  const times = theirs === undefined ? '–' : String(Math.round(theirs / ms));
  const cells = [models, ms.toFixed(1), cpuMs.toFixed(1), heapMb.toFixed(1), theirs ?? '–', times];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
const [small, large] = [figures.get(100), figures.get(1000)];
if (small && large) {
  const times = (of: keyof Figures): string => (large[of] / small[of]).toFixed(1);
  process.stdout.write(
    `1,000 models take ${times('ms')} times the time of 100 (${times('cpuMs')} of CPU), and ${times('heapMb')} times the heap.\n`,
  );
}

function measure(models: number): Figures {
  const before = process.cpuUsage();
  const all = Array.from({ length: rounds }, () => run(models));
  const { user, system } = process.cpuUsage(before);
  const ms = all.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? Number.NaN;
  return { ms, cpuMs: (user + system) / 1000 / rounds, heapMb: heapOf(models) };
}

function run(models: number): number {
  const start = performance.now();
  const { access } = expand(sources.get(models) ?? '');
  return access.rows.length > 0 ? performance.now() - start : Number.NaN;
}

function heapOf(models: number): number {
  const before = heap();
  const expanded = expand(sources.get(models) ?? '');
  return expanded.access.rows.length > 0 ? heap() - before : Number.NaN;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
