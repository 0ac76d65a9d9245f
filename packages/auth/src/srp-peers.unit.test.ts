import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeSrpKeys, makeVerifier, N, srpSignature } from './srp.ts';
import { amplify, anyServerKey, claim, group, identityJs } from './test-support/srp-peers.ts';
import { srpServer } from './test-support/srp-server.ts';

const poolName = 'AbC123dEf';
const timestamp = 'Thu Mar 5 04:07:09 UTC 2026';
// Few, for each costs the other libraries some 150 ms: the kinds that have gone wrong elsewhere.
const people = [
  { userId: 'ann', password: 'Correct-Horse-1' },
  { userId: 'zoë', password: ' pässwörd: 密码 🔑 ' },
];
const salts = ['00ff'.padEnd(32, '7'), '8'.padEnd(32, '0'), '1f', randomBytes(16).toString('hex')];

test('computes the group that Amplify has as digits', () => {
  expect(N).toBe(BigInt(`0x${group}`));
});

for (const [name, peer] of Object.entries({ identityJs, amplify })) {
  test(`proves a password as ${name} does, with its secret number and with ours`, async () => {
    for (const [index, salt] of salts.entries()) {
      const { userId, password } = people[index % 2]!;
      const ours = makeSrpKeys();
      const theirs = await peer(poolName, index < 2 ? undefined : ours.secret.toString(16));
      const keys = { secret: BigInt(`0x${theirs.secret}`), publicKey: theirs.publicKey };
      if (index >= 2) expect(theirs.publicKey).toBe(ours.publicKey);
      const secretBlock = randomBytes(64).toString('base64');
      const challenge = {
        poolName,
        userId,
        password,
        serverKey: anyServerKey(),
        salt,
        secretBlock,
        timestamp,
      };
      const key = await theirs.key(challenge);
      expect(await srpSignature(keys, challenge)).toBe(claim(key, poolName, userId, secretBlock, timestamp));
    }
  });

  test(`proves a password to a server that has ${name}’s verifier, as ${name} itself does`, async () => {
    const userId = 'ann';
    const theirs = await peer(poolName);
    const { password, salt, verifier } = await theirs.enroll(userId);
    const server = srpServer(group, verifier);
    const secretBlock = randomBytes(64).toString('base64');
    const { serverKey } = server;
    const challenge = { poolName, userId, password, serverKey, salt, secretBlock, timestamp };
    const expected = (clientKey: string): string =>
      claim(server.key(clientKey), poolName, userId, secretBlock, timestamp);
    const keys = makeSrpKeys();
    expect(await srpSignature(keys, challenge)).toBe(expected(keys.publicKey));
    const wrong = { ...challenge, password: `${password}x` };
    expect(await srpSignature(keys, wrong)).not.toBe(expected(keys.publicKey));
    const key = await theirs.key(challenge);
    expect(claim(key, poolName, userId, secretBlock, timestamp)).toBe(expected(theirs.publicKey));
  });
}

const hex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

test.each(Object.entries({ identityJs, amplify }))(
  '%s proves a password to a server that has our verifier',
  async (_, peer) => {
    const [userId, password] = ['eu-central-1_device', randomBytes(40).toString('base64')];
    const { salt, verifier } = await makeVerifier(poolName, userId, password);
    const server = srpServer(group, hex(verifier));
    const theirs = await peer(poolName);
    const { serverKey } = server;
    const key = await theirs.key({ userId, password, serverKey, salt: hex(salt) });
    expect(Buffer.from(key)).toEqual(server.key(theirs.publicKey));
  },
);

test('refuses a number of the server that would give the key away', async () => {
  const challenge = {
    ...{ poolName, userId: 'ann', password: 'x', salt: 'aa', secretBlock: 'aaaa', timestamp },
    serverKey: '0',
  };
  await expect(srpSignature(makeSrpKeys(), challenge)).rejects.toThrow(RangeError);
});
