// One peer in a process of its own, so that its CPU is its own. Arguments: its name and what it works on, as JSON.
import { aimd, knownRate } from './peers/aimd.ts';
import { chunks, limitAndJitter, mapAndRetry } from './peers/one-by-one.ts';
import type { Peer, SignIn } from './peers/peer.ts';
import { keys } from './update-item.ts';

/** What {@link runPeer} is told. */
export interface PeerOrder {
  readonly name: keyof typeof peers;
  readonly endpoint: string;
  readonly count: number;
  readonly signIn?: SignIn | undefined;
}

// Amplify is loaded only where it is wanted: the others' memory is not to hold it.
const perCall = () => import('./peers/sign-in-per-call.ts');
const peers = {
  'sign in per call, Amplify (SRP)': async () => (await perCall()).amplifyPerCall,
  'sign in per call, password': async () => (await perCall()).passwordPerCall,
  'chunks of 50, five at a time, 2^n s': async () => chunks,
  'p-map 64 + p-retry': async () => mapAndRetry,
  'p-limit 128, jittered': async () => limitAndJitter,
  '25 aliases, 8 in flight, AIMD': async () => aimd,
  '25 aliases, 8 in flight, rate known': async () => knownRate(1_990),
} satisfies Record<string, () => Promise<Peer>>;

const { name, endpoint, count, signIn } = JSON.parse(process.argv[2] ?? '{}') as PeerOrder;
const ids = keys(count);
const peer = await peers[name]();
globalThis.gc?.();
const before = process.cpuUsage();
const startedMs = performance.now();
await peer({ endpoint, ids, signIn });
const seconds = (performance.now() - startedMs) / 1000;
const { user, system } = process.cpuUsage(before);
process.send?.({ seconds, cpuMicrosPerItem: (user + system) / count });
process.disconnect?.();
