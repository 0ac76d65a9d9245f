import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** The machine that something is set up on, as far as setting up needs to know it. */
export interface Machine {
  readonly isRoot: boolean;
  /** Runs a program to its end without showing its output; one that cannot be started is not `ok`. */
  run(program: string, args: readonly string[]): { readonly ok: boolean; readonly output: string };
  /** The absolute path of a program on the PATH, or of a given absolute path; undefined when it is not there. */
  find(program: string): string | undefined;
  /** Tells the person at the terminal, in one line. */
  say(line: string): void;
}

/** The machine that this process runs on. */
export const thisMachine: Machine = {
  isRoot: process.getuid?.() === 0,
  run(program, args) {
    const { status, stdout, stderr } = spawnSync(program, args, {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    return { ok: status === 0, output: `${stdout ?? ''}${stderr ?? ''}` };
  },
  find(program) {
    const folders = isAbsolute(program) ? [''] : (process.env.PATH ?? '').split(delimiter);
    return folders.map((folder) => (folder === '' ? program : join(folder, program))).find(isExecutable);
  },
  say: (line) => void process.stderr.write(`${line}\n`),
};

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return isAbsolute(file) && statSync(file).isFile();
  } catch {
    return false;
  }
}
