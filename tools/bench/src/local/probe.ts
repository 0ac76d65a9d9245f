// Loaded into the server's process before its program: tells how much CPU and memory that process uses, when asked.
import type { Usage } from './probed.ts';

process.on('message', (collects: boolean) => {
  if (collects) globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ cpuMicros: user + system, rss, heapUsed } satisfies Usage);
});
// Without the benchmark nobody needs the server; and being asked keeps it no longer alive.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
