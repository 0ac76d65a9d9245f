// What signing in costs the server of `postern local`, in CPU time of its process. Aim: SRP in under 15 ms, both requests.
// The peer, which knows no SRP: COGNITO_LOCAL=<a folder where `npm install cognito-local@5.3.0` was run>.
import { makeSrpKeys, srpSignature, srpTimestamp } from '@postern/auth/srp';
import { startBackend } from './local/backend.ts';
import { startCognitoLocal } from './local/cognito-local.ts';
import { action, createSender, type Sender } from './local/http.ts';
import { load, type Load } from './local/load.ts';
import type { Probed } from './local/probed.ts';

const rounds = 300;
const backend = await startBackend();
const sender = createSender(backend.url, 8);
const { clientId: ClientId } = backend;

interface Challenge {
  readonly ChallengeParameters: {
    readonly USER_ID_FOR_SRP: string;
    readonly SRP_B: string;
    readonly SALT: string;
    readonly SECRET_BLOCK: string;
  };
}
interface Signed {
  readonly AuthenticationResult: { readonly AccessToken: string; readonly RefreshToken: string };
}

async function srp(count: number): Promise<[Load, Load]> {
  const inFlight = 4;
  const keys = Array.from({ length: count }, () => makeSrpKeys());
  const begins = keys.map(({ publicKey }) =>
    action('InitiateAuth', {
      ...{ AuthFlow: 'USER_SRP_AUTH', ClientId },
      AuthParameters: { USERNAME: 'alice', SRP_A: publicKey },
    }),
  );
  const challenges: string[] = [];
  const begun = await load(backend, { calls: count, inFlight }, async (index) => {
    const request = begins[index];
    if (request) challenges[index] = await sender.send(request);
  });
  const answers = await Promise.all(
    challenges.map(async (text, index) => {
      const { ChallengeParameters: asked } = JSON.parse(text) as Challenge;
      const timestamp = srpTimestamp(new Date());
      const signature = await srpSignature(keys[index] ?? makeSrpKeys(), {
        poolName: backend.userPoolId.split('_')[1] ?? '',
        userId: asked.USER_ID_FOR_SRP,
        password: backend.passwordOf('alice'),
        ...{ serverKey: asked.SRP_B, salt: asked.SALT, secretBlock: asked.SECRET_BLOCK, timestamp },
      });
      return action('RespondToAuthChallenge', {
        ...{ ChallengeName: 'PASSWORD_VERIFIER', ClientId },
        ChallengeResponses: {
          USERNAME: asked.USER_ID_FOR_SRP,
          PASSWORD_CLAIM_SECRET_BLOCK: asked.SECRET_BLOCK,
          PASSWORD_CLAIM_SIGNATURE: signature,
          TIMESTAMP: timestamp,
        },
      });
    }),
  );
  const proven = await load(backend, { calls: count, inFlight }, async (index) => {
    const request = answers[index];
    if (!request || !(await sender.send(request)).includes('RefreshToken')) throw new Error('Not signed in.');
  });
  return [begun, proven];
}

interface Account {
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
}

// What both servers know.
async function common(
  server: Pick<Probed, 'usage'>,
  to: Sender,
  { clientId, username, password }: Account,
): Promise<Map<string, Load>> {
  const initiate = (AuthFlow: string, AuthParameters: object) =>
    action('InitiateAuth', { AuthFlow, ClientId: clientId, AuthParameters });
  const signIn = initiate('USER_PASSWORD_AUTH', { USERNAME: username, PASSWORD: password });
  const { AuthenticationResult: tokens } = JSON.parse(await to.send(signIn)) as Signed;
  const refresh = initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: tokens.RefreshToken });
  const requests = [
    ['USER_PASSWORD_AUTH', signIn, rounds],
    ['REFRESH_TOKEN_AUTH', refresh, rounds],
    ['GetUser', action('GetUser', { AccessToken: tokens.AccessToken }), 10 * rounds],
  ] as const;
  const loads = new Map<string, Load>();
  for (const [name, request, calls] of requests) {
    const turn = (): Promise<Load> =>
      load(server, { calls, inFlight: 4 }, async () => void (await to.send(request)));
    await turn();
    loads.set(name, await turn());
  }
  return loads;
}

await srp(rounds);
const [begun, proven] = await srp(rounds);
const account = { clientId: ClientId, username: 'alice', password: backend.passwordOf('alice') };
const ours = await common(backend, sender, account);
const folder = process.env.COGNITO_LOCAL;
const peer = folder === undefined ? undefined : await startCognitoLocal(folder);
const peerSender = peer && createSender(peer.url, 8);
const theirs = peer && peerSender ? await common(peer, peerSender, peer) : new Map<string, Load>();

const ms = (of: Load | undefined): string => (of ? (of.cpuMicrosEach / 1000).toFixed(2) : '');
process.stdout.write('| CPU ms of the server | postern local | cognito-local |\n|---|---|---|\n');
process.stdout.write(`| SRP: InitiateAuth | ${ms(begun)} | none |\n`);
process.stdout.write(`| SRP: RespondToAuthChallenge | ${ms(proven)} | none |\n`);
for (const [name, of] of ours) process.stdout.write(`| ${name} | ${ms(of)} | ${ms(theirs.get(name))} |\n`);
const whole = (begun.cpuMicrosEach + proven.cpuMicrosEach) / 1000;
process.stdout.write(`A sign-in by SRP: ${whole.toFixed(1)} ms of CPU.\n`);
if (!peer) process.stdout.write('cognito-local was not measured: COGNITO_LOCAL names no folder.\n');
await Promise.all([sender.close(), peerSender?.close()]);
await Promise.all([backend.stop(), peer?.stop()]);
