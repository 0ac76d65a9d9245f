// Expanding 10 to 1,000 models to the SDL and the access rows, after warm-up: the time, and the heap that the result holds.
// Aims: 300 models under 60 ms; 1,000 models at most 12 times 100, in time and in heap.
import { expand } from '@postern/schema';
import { syntheticSchema } from './expand/synthetic-schema.ts';

interface Figures {
  readonly ms: number;
  readonly schemaMs: number;
  readonly heapMb: number;
}

const sizes = [10, 100, 300, 1000];
// What AWS's transformer takes for as many models, in ms, from docs/facts: it makes the resolvers as well.
const transformerMs: ReadonlyMap<number, number> = new Map([
  [10, 400],
  [100, 2800],
  [300, 31_000],
]);
const rounds = Number(process.argv[2] ?? 15);
const sources = new Map(sizes.map((models) => [models, syntheticSchema(models)]));

for (let round = 0; round < 10; round += 1) for (const models of [10, 100]) measure(models);
const figures = new Map(sizes.map((models) => [models, medians(models)]));

process.stdout.write(
  '| models | ms | ms with the graphql-js schema | heap MB | transformer ms | times faster |\n',
);
process.stdout.write('|---|---|---|---|---|---|\n');
for (const [models, { ms, schemaMs, heapMb }] of figures) {
  const theirs = transformerMs.get(models);
  const times = theirs === undefined ? '–' : String(Math.round(theirs / ms));
  const cells = [models, ms.toFixed(1), schemaMs.toFixed(1), heapMb.toFixed(1), theirs ?? '–', times];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
const ratio = (of: (one: Figures) => number): string => {
  const [small, large] = [figures.get(100), figures.get(1000)];
  return small && large ? (of(large) / of(small)).toFixed(1) : '–';
};
process.stdout.write(
  `1,000 models take ${ratio(({ ms }) => ms)} times the time of 100, and ${ratio(({ heapMb }) => heapMb)} times the heap.\n`,
);

function medians(models: number): Figures {
  const all = Array.from({ length: rounds }, () => measure(models));
  const middle = (of: (one: Figures) => number): number =>
    all.map(of).sort((one, other) => one - other)[Math.floor(all.length / 2)] ?? Number.NaN;
  return {
    ms: middle(({ ms }) => ms),
    schemaMs: middle(({ schemaMs }) => schemaMs),
    heapMb: middle(({ heapMb }) => heapMb),
  };
}

function measure(models: number): Figures {
  const source = sources.get(models) ?? '';
  const before = heap();
  const start = performance.now();
  const expanded = expand(source);
  const { rows } = expanded.access;
  const ms = performance.now() - start;
  const heapMb = heap() - before;
  const again = performance.now();
  void expanded.schema;
  const schemaMs = ms + performance.now() - again;
  return { ms, schemaMs, heapMb: rows.length > 0 ? heapMb : Number.NaN };
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
