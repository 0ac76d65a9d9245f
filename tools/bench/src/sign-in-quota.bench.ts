// What a thousand cold workers do to Cognito's sign-in quota, and to the people who sign in meanwhile. Simulated time.
import { Cognito } from './sign-in-quota/cognito.ts';
import { seededRandom, VirtualTime } from './sign-in-quota/virtual-time.ts';
import { container, lambda, loop, sharing, type Start, type World } from './sign-in-quota/workers.ts';

const quotaPerSecond = 120;
const peoplePerSecond = 20;

interface Outcome {
  readonly world: World;
  /** When half of the workers, and all of them, had a token. */
  readonly halfS: number;
  readonly allS: number;
}

async function simulate(workers: number, start: Start): Promise<Outcome> {
  const time = new VirtualTime();
  const random = seededRandom(1);
  const world: World = { time, random, cognito: new Cognito(time, quotaPerSecond), storeCalls: 0 };
  const readyAtMs: number[] = [];
  let over = false;
  const cold = Array.from({ length: workers }, async () => {
    // A cold start takes half a second to one and a half.
    await time.sleep(500 + random() * 1_000);
    await start(world);
    readyAtMs.push(time.nowMs);
  });
  const people = async (): Promise<void> => {
    while (!over) {
      // At random: in step with the bucket they would always, or never, get its next token.
      await time.sleep((-Math.log(1 - random()) * 1_000) / peoplePerSecond);
      void world.cognito.signIn(world.cognito.people);
    }
  };
  const all = Promise.all(cold).then(() => (over = true));
  await time.run(Promise.all([all, people()]));
  const at = (share: number): number => (readyAtMs[Math.ceil(readyAtMs.length * share) - 1] ?? 0) / 1_000;
  return { world, halfS: at(0.5), allS: at(1) };
}

const ways: readonly (readonly [string, () => Start])[] = [
  ['each signs in: containers that end and start again', () => container],
  ['each signs in: functions that go on trying', () => lambda],
  ['each signs in: once a second', () => loop],
  ['one signs in, all share its tokens', sharing],
];

process.stdout.write(
  `Cognito takes ${quotaPerSecond} sign-ins/s; ${peoplePerSecond} people/s sign in as well, without trying again.\n\n` +
    '| workers | way | sign-ins asked | refused | half ready, s | all ready, s | people refused | store calls |\n' +
    '|---|---|---|---|---|---|---|---|\n',
);
for (const workers of [100, 1_000]) {
  for (const [name, way] of ways) {
    const { world, halfS, allS } = await simulate(workers, way());
    const { asked, refused } = world.cognito.workers;
    const { people } = world.cognito;
    const hurt = `${((100 * people.refused) / people.asked).toFixed(0)} % of ${people.asked}`;
    const cells = [workers, name, asked, refused, halfS.toFixed(1), allS.toFixed(1), hurt, world.storeCalls];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}
