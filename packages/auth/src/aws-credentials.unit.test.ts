import { expect, test } from 'vitest';
import { credentialsProvider, type AwsIdentity } from './aws-credentials.ts';

const minute = 60_000;
const identity = (endsAt: number): AwsIdentity => ({
  ...{ accessKeyId: `AKID${endsAt}`, secretAccessKey: 'example' },
  expiration: new Date(endsAt),
});

test('any number of callers ask once, and again five minutes ahead of the end', async () => {
  let now = 0;
  let times = 0;
  const ask = () => Promise.resolve(identity(((times += 1), now + 60 * minute)));
  const { get } = credentialsProvider(ask, () => now);
  await Promise.all([get(), get(), get()]);
  now = 54 * minute;
  await get();
  expect(times).toBe(1);
  now = 56 * minute;
  expect((await get()).expiration).toEqual(new Date(116 * minute));
  expect(times).toBe(2);
});

test('while they cannot be renewed, those that last are used until they end', async () => {
  let now = 0;
  let away = false;
  const ask = () => (away ? Promise.reject(new Error('away')) : Promise.resolve(identity(60 * minute)));
  const { get } = credentialsProvider(ask, () => now);
  const first = await get();
  away = true;
  now = 59 * minute;
  expect(await get()).toBe(first);
  now = 60 * minute;
  await expect(get()).rejects.toMatchObject({ code: 'not-allowed' });
  away = false;
  now = 0;
  expect(await get()).toEqual(first);
});

test('those that the API refused are not used again, even if there are no others', async () => {
  let away = false;
  const ask = () => (away ? Promise.reject(new Error('away')) : Promise.resolve(identity(60 * minute)));
  const { get, renew } = credentialsProvider(ask, () => 0);
  await get();
  away = true;
  renew(`AWS4-HMAC-SHA256 Credential=AKID${60 * minute}/20261121/us-east-1/appsync/aws4_request, …`);
  await expect(get()).rejects.toMatchObject({ code: 'not-allowed' });
});

test('however many callers saw the refusal, they are asked for once', async () => {
  let times = 0;
  const ask = () => Promise.resolve({ accessKeyId: `AKID${(times += 1)}`, secretAccessKey: 'example' });
  const { get, renew } = credentialsProvider(ask, () => 0);
  await get();
  for (let caller = 0; caller < 5; caller += 1) {
    renew('AWS4-HMAC-SHA256 Credential=AKID1/20261121/us-east-1/appsync/aws4_request, …');
    expect((await get()).accessKeyId).toBe('AKID2');
  }
  expect(times).toBe(2);
});
