// What it costs to have a token: 10,000 callers on a cold source, and one on a warm one.
import { userPoolSource } from '@postern/auth';
import { startLocal } from '@postern/local';

const local = await startLocal({ schema: 'type Note @model { id: ID! }', users: [{ username: 'ann' }] });
const source = userPoolSource({
  region: local.region,
  userPoolId: local.userPoolId,
  endpoint: local.cognitoEndpoint,
  ...local.clients.public,
  username: 'ann',
  password: local.users[0]?.password ?? '',
});
const request = { url: local.graphqlEndpoint, method: 'POST', body: '' };

const coldAt = performance.now();
const all = await Promise.all(Array.from({ length: 10_000 }, () => source.headers(request)));
const coldMs = performance.now() - coldAt;
const tokens = new Set(all.map(({ authorization }) => authorization)).size;

const calls = 500_000;
for (let call = 0; call < calls / 10; call += 1) await source.headers(request);
const hotAt = performance.now();
for (let call = 0; call < calls; call += 1) await source.headers(request);
const hotUs = ((performance.now() - hotAt) * 1000) / calls;
await local.close();

process.stdout.write(`10,000 callers at once on a cold source: ${tokens} token in ${coldMs.toFixed(0)} ms\n`);
process.stdout.write(`one caller on a warm source: ${hotUs.toFixed(2)} µs a call\n`);
