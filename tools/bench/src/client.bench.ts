// One list query with a 12 kB answer, 32 in flight, no latency: what a call costs, and what a second holds.
// Aims: 2.5 times graphql-request on fetch, 4 times aws-amplify, at most 1.3 times the CPU of undici.request.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { contestants } from './client/contestants.ts';
import { startStub } from './stub/start-stub.ts';

interface Turn {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

const turns = 9;
const requests = 8_000;
const stub = await startStub();
const runners = new Map<string, ChildProcess>();
const results = new Map<string, Turn[]>();
for (const name of Object.keys(contestants)) {
  const runner = fork(join(import.meta.dirname, 'client/run-contestant.ts'), [name, stub.endpoint]);
  await once(runner, 'message');
  runners.set(name, runner);
  results.set(name, []);
  await turn(runner);
}
// Short turns, one after another, so that what else the machine does falls on all of them.
for (let count = 0; count < turns; count += 1) {
  for (const [name, runner] of runners) results.get(name)?.push(await turn(runner));
}
for (const runner of runners.values()) runner.disconnect();
stub.close();

async function turn(runner: ChildProcess): Promise<Turn> {
  runner.send(requests);
  const [answer] = (await once(runner, 'message')) as [Turn];
  return answer;
}

const median = (values: number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
const of = (name: string): Turn => {
  const all = results.get(name) ?? [];
  return {
    perSecond: median(all.map(({ perSecond }) => perSecond)),
    cpuMicros: median(all.map(({ cpuMicros }) => cpuMicros)),
  };
};
const base = of('undici.request, bare');
const ours = of('@postern/client, auth + errors + retry');

process.stdout.write(
  '| 32 in flight | requests/s | CPU µs a request | CPU to `undici.request` |\n|---|---|---|---|\n',
);
for (const name of results.keys()) {
  const { perSecond, cpuMicros } = of(name);
  const ratio = (cpuMicros / base.cpuMicros).toFixed(2);
  process.stdout.write(`| ${name} | ${Math.round(perSecond)} | ${cpuMicros.toFixed(0)} | ${ratio} |\n`);
}
const times = (name: string): string =>
  `${(ours.perSecond / of(name).perSecond).toFixed(2)} times the requests/s of ${name} (${(of(name).cpuMicros / ours.cpuMicros).toFixed(2)} by CPU)`;
process.stdout.write(
  `@postern/client: ${times('graphql-request on fetch')}, ${times('aws-amplify')}, ` +
    `${(ours.cpuMicros / base.cpuMicros).toFixed(2)} times the CPU of undici.request.\n`,
);
