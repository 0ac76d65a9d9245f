// The stub in a process of its own, so that its CPU is not counted as the client's; spoken to by start-stub.ts.
import { StubServer } from './stub-server.ts';
import type { StubSettings } from './settings.ts';

const stub = new StubServer(JSON.parse(process.argv[2] ?? '{}') as Partial<StubSettings>);
process.on('message', (wanted: 'counts' | Partial<StubSettings>) => {
  if (wanted === 'counts') process.send?.({ counts: stub.counts });
  else stub.settings = { ...stub.settings, ...wanted };
});
process.on('disconnect', () => process.exit(0));
process.send?.({ endpoint: await stub.listen() });
