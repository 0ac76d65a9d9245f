// One contestant in a process of its own: no other's code is warm, and its CPU is its own. It runs when it is told to.
import { contestants } from './contestants.ts';

const [, , name = '', endpoint = '', inFlight = '32'] = process.argv;
const prepare = contestants[name];
if (!prepare) throw new Error(`There is no contestant "${name}".`);
const ask = await prepare(endpoint);

async function run(total: number): Promise<void> {
  let left = total;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      if ((await ask()) !== 50) throw new Error(`${name}: not the answer.`);
    }
  };
  await Promise.all(Array.from({ length: Number(inFlight) }, worker));
}

async function turn(requests: number): Promise<void> {
  const cpu = process.cpuUsage();
  const startedAtMs = performance.now();
  await run(requests);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - startedAtMs) / 1000;
  process.send?.({ perSecond: requests / seconds, cpuMicros: (user + system) / requests });
}

process.on('message', (requests: number) => void turn(requests));
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
