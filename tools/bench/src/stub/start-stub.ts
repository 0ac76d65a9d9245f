import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { StubCounts, StubSettings } from './settings.ts';

/** A stub server that runs. */
export interface Stub {
  readonly endpoint: string;
  /** Changes how it behaves from now on. */
  set(settings: Partial<StubSettings>): void;
  counts(): Promise<StubCounts>;
  close(): void;
}

/** Starts the stub server in a process of its own. */
export async function startStub(settings: Partial<StubSettings> = {}): Promise<Stub> {
  const child = fork(join(import.meta.dirname, 'stub-process.ts'), [JSON.stringify(settings)]);
  const [{ endpoint }] = (await once(child, 'message')) as [{ endpoint: string }];
  return {
    endpoint,
    set: (changed) => void child.send(changed),
    async counts() {
      child.send('counts');
      const [{ counts }] = (await once(child, 'message')) as [{ counts: StubCounts }];
      return counts;
    },
    close: () => child.disconnect(),
  };
}
