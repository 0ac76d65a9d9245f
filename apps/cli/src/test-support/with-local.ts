import { afterAll, beforeAll } from 'vitest';
import { postern, temporaryFolder, type Ended, type Surroundings } from './postern.ts';
import { runningLocal, type RunningLocal } from './running-local.ts';

type Scope = Awaited<ReturnType<typeof temporaryFolder>>;

/** A backend for all tests of a file, and a state folder of its own for whoever asks. */
export interface WithLocal {
  readonly local: RunningLocal;
  /** The folder where `amplify_outputs.json` is. */
  readonly folder: string;
  /** Runs the program beside the backend's `amplify_outputs.json`. */
  run(words: readonly string[], more?: Partial<Surroundings>): Promise<Ended>;
  /** Signs in and returns an environment in which that user stays signed in. */
  as(username: string): Promise<Record<string, string>>;
}

/** Runs `postern local` for the tests of a file. */
export function withLocal(): WithLocal {
  let scope: Scope;
  let local: RunningLocal;
  beforeAll(async () => {
    scope = await temporaryFolder();
    local = await runningLocal(scope.path);
  });
  afterAll(async () => {
    await local[Symbol.asyncDispose]();
    await scope[Symbol.asyncDispose]();
  });
  const run: WithLocal['run'] = (words, more) => postern(words, { folder: scope.path, ...more });
  return {
    get local() {
      return local;
    },
    get folder() {
      return scope.path;
    },
    run,
    as: async (username) => {
      const environment = { XDG_STATE_HOME: `${scope.path}/state-of-${username}` };
      const input = local.passwordOf(username);
      const { exitCode, stderr } = await run(['login', '--username', username, '--password-stdin'], {
        environment,
        input,
      });
      if (exitCode !== 0) throw new Error(`Cannot sign in: ${stderr}`);
      return environment;
    },
  };
}
