import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline/promises';
import { startLocal, type TestBackend } from '@postern/local/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryStore, userPoolSource, type ChallengeHandler, type UserPoolOptions } from './index.ts';

const request = { url: '', method: 'POST', body: '' };
let local: TestBackend;
let ann: { username: string; attributes: Record<string, string> };
beforeAll(async () => {
  const signIn = { firstFactors: ['PASSWORD', 'EMAIL_OTP'] } as const;
  local = await startLocal({ schema: 'type Note @model { id: ID! }', signIn });
  ann = { username: 'ann', attributes: { email: 'ann@example.com', email_verified: 'true' } };
  await local.asUser(ann);
});
afterAll(() => local.close());

const source = (onChallenge: ChallengeHandler, extra: Partial<UserPoolOptions> = {}) => {
  const { region, userPoolId, clients, cognitoEndpoint: endpoint } = local;
  const { username } = ann;
  return userPoolSource({
    ...{ region, userPoolId, endpoint, ...clients.public, username, onChallenge },
    ...{ flow: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP', ...extra },
  });
};
const newestCode = (): string => local.messages.at(-1)?.code ?? '';

test('a program answers from what it knows, a person at a prompt, both by the same handler', async () => {
  const program: ChallengeHandler = ({ name }) => (name === 'EMAIL_OTP' ? { code: newestCode() } : undefined);
  expect(await source(program).identity()).toMatchObject({ username: 'ann' });

  const [keyboard, screen] = [new PassThrough(), new PassThrough()];
  const prompt = createInterface({ input: keyboard, output: screen });
  const person: ChallengeHandler = async (challenge) => {
    if (!('sentTo' in challenge)) return undefined;
    const answer = prompt.question(`Code sent to ${challenge.sentTo}: `);
    keyboard.write(`${newestCode()}\n`);
    return { code: await answer };
  };
  expect(await source(person).identity()).toMatchObject({ username: 'ann' });
  expect(String(screen.read())).toBe('Code sent to a***@e***: ');
  prompt.close();
});

test('what a handler throws comes through as it is to all who wait, and the next call asks again', async () => {
  const cancelled = new Error('The user pressed Ctrl+C');
  let asked = 0;
  const store = memoryStore();
  const person = source(
    () => {
      asked += 1;
      if (asked === 1) throw cancelled;
      return { code: newestCode() };
    },
    { store },
  );
  const waiting = await Promise.allSettled([person.headers(request), person.identity(), person.tokens()]);
  expect(waiting.map((outcome) => outcome.status === 'rejected' && outcome.reason === cancelled)).toEqual([
    true,
    true,
    true,
  ]);
  expect(asked).toBe(1);
  expect(await person.identity()).toMatchObject({ username: 'ann' });
});

test('who gives up waiting for an answer is let go; the answer serves the others', async () => {
  const answer = Promise.withResolvers<undefined>();
  let asked = 0;
  const person = source(async () => {
    asked += 1;
    await answer.promise;
    return { code: newestCode() };
  });
  const stop = new AbortController();
  const impatient = person.headers({ ...request, signal: stop.signal });
  const patient = person.headers(request);
  await expect.poll(() => asked).toBe(1);
  stop.abort(new Error('no time'));
  await expect(impatient).rejects.toThrow('no time');
  answer.resolve(undefined);
  expect(await patient).toMatchObject({ authorization: expect.any(String) as string });
  expect(asked).toBe(1);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['an answer to another challenge', { newPassword: 'x' }],
  ['null, as programs without types may', null],
])('a handler that gives %s ends in an error that names the challenge', async (_, answer) => {
  await expect(source(() => answer as undefined).tokens()).rejects.toMatchObject({
    name: 'ChallengeError',
    code: 'challenge',
    challenge: 'EMAIL_OTP',
    message: expect.stringContaining('EMAIL_OTP') as string,
  });
});
