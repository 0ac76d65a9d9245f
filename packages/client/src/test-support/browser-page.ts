// What a page does with the client; bundled by browser.int.test.ts as an app would bundle it.
import { createClient, type SubscriptionEvent } from '../index.ts';
import { CreateItem, ListItems, OnCreateItem } from './operations.ts';

interface Setting {
  readonly endpoint: string;
  readonly apiKey: string;
}

async function run({ endpoint, apiKey }: Setting, breakConnections: () => Promise<void>): Promise<unknown[]> {
  const client = createClient({ endpoint, headers: () => ({ 'x-api-key': apiKey }), random: () => 0 });
  const subscription = client.subscribe(OnCreateItem);
  await subscription.ready;
  const said: unknown[] = [];
  const note = (event: SubscriptionEvent<{ onCreateItem: { id: string } | null }>): void =>
    void said.push(event.type === 'gap' ? event.reason : event.data.onCreateItem?.id);
  await client.request(CreateItem, { input: { id: 'one' } });
  for await (const event of subscription) {
    note(event);
    if (said.length === 1) await breakConnections();
    if (said.length === 2) await client.request(CreateItem, { input: { id: 'two' } });
    if (said.length === 3) break;
  }
  const ids = (await Array.fromAsync(client.pages(ListItems, {}, { pageSize: 1 }))).map(({ id }) => id);
  return [...said, ids.toSorted()];
}

Object.assign(globalThis, { run });
