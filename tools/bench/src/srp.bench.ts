// What SRP costs a client in CPU time: one sign-in's keys and proof. Run: node tools/bench/src/srp.bench.ts
import { srpPeers } from './srp/peers.ts';

const rounds = Number(process.argv[2] ?? 30);
const medians = new Map<string, number>();

for (const [name, signIn] of Object.entries(await srpPeers())) {
  await signIn();
  await signIn();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    await signIn();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  medians.set(name, times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN);
}

const own = medians.get('@postern/auth') ?? Number.NaN;
process.stdout.write('| SRP sign-in, client | CPU ms (median) | to ours |\n|---|---|---|\n');
for (const [name, ms] of medians)
  process.stdout.write(`| ${name} | ${ms.toFixed(1)} | ${(ms / own).toFixed(1)} |\n`);
