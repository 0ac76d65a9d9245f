import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../index.ts';
import type { SocketLike } from '../index.ts';
import { OnUpdateItem } from '../test-support/operations.ts';

// A socket that breaks as soon as it is opened.
const broken = (): SocketLike => ({
  addEventListener: (type: string, listener: (event: never) => void) => {
    if (type === 'error') queueMicrotask(() => listener({} as never));
  },
  send: () => undefined,
  close: () => undefined,
});

test('reconnects after random pauses below a ceiling that doubles up to its maximum', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const times: number[] = [];
  const client = createClient({
    endpoint: 'http://127.0.0.1/graphql',
    headers: () => ({}),
    random: () => 0.5,
    realtime: {
      openSocket: broken,
      maxDelayMs: 8_000,
      onState: (state) => state === 'connecting' && times.push(Date.now()),
    },
  });
  const subscription = client.subscribe(OnUpdateItem);
  await vi.advanceTimersByTimeAsync(20_000);
  subscription.close();
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(pauses.slice(0, 6)).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000]);
});
