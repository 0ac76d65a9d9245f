// Loaded into the server's process before its program: tells how much CPU and memory that process uses, when asked.
import type { Usage } from './backend.ts';

process.on('message', (collects: boolean) => {
  if (collects) globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ cpuMicros: user + system, rss, heapUsed } satisfies Usage);
});
// Being asked keeps nobody alive.
process.channel?.unref();
