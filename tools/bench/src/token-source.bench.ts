// What it costs to have a token: 10,000 callers on a cold source, 1,000 whose token was refused, and one on a warm source.
import { startLocal } from '@postern/local';
import { startCountingWay } from './token-source/counting-way.ts';
import { amplify, identityJs, postern, type Account, type Peer } from './token-source/peers.ts';

const coldCallers = 10_000;
const refusedCallers = 1_000;
const rounds = 5;

const local = await startLocal({ schema: 'type Note @model { id: ID! }', users: [{ username: 'ann' }] });
const way = await startCountingWay(local.url);
const account: Account = {
  ...{ region: local.region, userPoolId: local.userPoolId, endpoint: way.endpoint },
  ...{ ...local.clients.public, username: 'ann', password: local.users[0]?.password ?? '' },
};
const asked = (...actions: string[]): number =>
  actions.reduce((sum, action) => sum + (way.counts.get(action) ?? 0), 0);

async function measure(peer: Peer, calls: number): Promise<string[]> {
  way.counts.clear();
  const coldAt = performance.now();
  let cold = 'is told to';
  if (peer.signIn) await peer.signIn();
  else {
    const all = await Promise.all(Array.from({ length: coldCallers }, () => peer.token()));
    const ms = (performance.now() - coldAt).toFixed(0);
    cold = `${asked('USER_SRP_AUTH')} (${new Set(all).size} token, ${ms} ms)`;
  }
  const warm: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const at = performance.now();
    for (let call = 0; call < calls; call += 1) await peer.token();
    warm.push(((performance.now() - at) * 1_000) / calls);
  }
  way.counts.clear();
  const refused = (await peer.token()) ?? '';
  await Promise.all(Array.from({ length: refusedCallers }, () => peer.another(refused)));
  const renewals = asked('REFRESH_TOKEN_AUTH', 'GetTokensFromRefreshToken');
  return [cold, String(renewals), (warm.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0).toFixed(2)];
}

const peers = {
  '@postern/auth': () => measure(postern(account), 200_000),
  'aws-amplify': () => measure(amplify(account), 2_000),
  'amazon-cognito-identity-js': () => measure(identityJs(account), 20_000),
};
process.stdout.write(
  `| | sign-ins for ${coldCallers} cold callers | renewals for ${refusedCallers} refused callers | µs a warm call |\n|---|---|---|---|\n`,
);
for (const [name, run] of Object.entries(peers)) {
  process.stdout.write(`| ${[name, ...(await run())].join(' | ')} |\n`);
}
way.close();
await local.close();
