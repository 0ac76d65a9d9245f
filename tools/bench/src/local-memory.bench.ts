// What `postern local` holds over 100,000 mixed requests: queries, mutations of the same records, sign-ins, refreshes.
// Aim: no growth once its bounded memories (500 documents, 1,000 tokens) are full.
import { startBackend } from './local/backend.ts';
import { createSender, graphql, type Sent } from './local/http.ts';
import { createItems, refresh, signIn } from './local/session.ts';

const steps = 10;
const each = 10_000;
const inFlight = 16;
const fields = '{ id name status metadata owner updatedAt }';
const get = `query Get($id: ID!) { getItem(id: $id) ${fields} }`;
const list = `query List { listItems(limit: 20) { items ${fields} nextToken } }`;
const update = `mutation Update($input: UpdateItemInput!) { updateItem(input: $input) ${fields} }`;
const create = 'mutation Create($input: CreateItemInput!) { createItem(input: $input) { id } }';
const remove = 'mutation Delete($input: DeleteItemInput!) { deleteItem(input: $input) { id } }';

const backend = await startBackend();
const sender = createSender(backend.url, inFlight);
let { accessToken, refreshToken } = await signIn(sender, backend, 'alice');
const ids = await createItems(sender, accessToken, 200);
const idOf = (index: number): string => ids[index % ids.length] ?? '';

async function ask(query: string, variables: object): Promise<string> {
  const request: Sent = graphql(accessToken, query, variables);
  const text = await sender.send(request);
  if (text.includes('"errors"')) throw new Error(text);
  return text;
}

async function createAndDelete(index: number): Promise<void> {
  const text = await ask(create, { input: { name: `late ${index}`, status: 'FAILED' } });
  const { data } = JSON.parse(text) as { readonly data: { readonly createItem: { readonly id: string } } };
  await ask(remove, { input: { id: data.createItem.id } });
}

// Of a hundred: a sign-in, two refreshes, a document of its own, two new records that go again, and what is usual.
async function one(index: number): Promise<void> {
  const kind = index % 100;
  if (kind === 0) ({ accessToken, refreshToken } = await signIn(sender, backend, 'alice'));
  else if (kind <= 2) [accessToken = ''] = await refresh(sender, backend, refreshToken);
  else if (kind === 3)
    await ask(`query ($id: ID!) { of${index}: getItem(id: $id) ${fields} }`, { id: idOf(index) });
  else if (kind <= 5) await createAndDelete(index);
  else if (kind <= 20) await ask(list, {});
  else if (kind <= 40) {
    const metadata = JSON.stringify({ index });
    await ask(update, { input: { id: idOf(index), status: 'PROCESSING', metadata } });
  } else await ask(get, { id: idOf(index) });
}

async function run(from: number): Promise<void> {
  let next = from;
  const worker = async (): Promise<void> => {
    while (next < from + each) {
      const index = next;
      next += 1;
      await one(index);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

const MB = 1024 * 1024;
const points: { readonly requests: number; readonly heap: number; readonly rss: number }[] = [];
process.stdout.write('| requests | heap in use, MB | RSS, MB |\n|---|---|---|\n');
for (let step = 0; step < steps; step += 1) {
  await run(step * each);
  const { heapUsed: heap, rss } = await backend.usage(true);
  const requests = (step + 1) * each;
  points.push({ requests, heap, rss });
  process.stdout.write(`| ${requests} | ${(heap / MB).toFixed(1)} | ${(rss / MB).toFixed(1)} |\n`);
}
const later = points.slice(steps / 2 - 1);
const slope = (of: 'heap' | 'rss'): string => {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(later.map(({ requests }) => requests)), mean(later.map((point) => point[of]))];
  const spread = later.reduce((sum, { requests }) => sum + (requests - x) ** 2, 0);
  return (later.reduce((sum, point) => sum + (point.requests - x) * (point[of] - y), 0) / spread).toFixed(1);
};
process.stdout.write(
  `From ${later[0]?.requests} requests on: heap ${slope('heap')}, RSS ${slope('rss')} bytes a request.\n`,
);
await sender.close();
await backend.stop();
