import { installDebianPackage } from './debian-package.ts';
import type { Machine } from './machine.ts';

/** A program that tests want. */
export interface WantedProgram {
  /** What a person calls it. */
  readonly title: string;
  /** What needs it, as in "Chromium for the browser tests". */
  readonly purpose: string;
  readonly debianPackage: string;
  /** What to do by hand, as a sentence. */
  readonly advice: string;
  /** Yields its path, or undefined when there is none that works. */
  find(machine: Machine): string | undefined;
}

/**
 * Finds a program, or installs it where that may be done without asking; otherwise says what to do.
 *
 * @returns Its path, or undefined when the tests that need it have to be skipped.
 */
export function ensureProgram(program: WantedProgram, machine: Machine): string | undefined {
  const { title, purpose, debianPackage, advice } = program;
  const there = program.find(machine);
  if (there !== undefined) return there;
  const result = installDebianPackage(debianPackage, machine, () => {
    machine.say(`Installing ${title} for ${purpose} (apt-get install ${debianPackage}) …`);
  });
  const path = result.ok ? program.find(machine) : undefined;
  if (path !== undefined) {
    machine.say(`Installed ${title}: ${path}`);
    return path;
  }
  const reason = result.ok ? 'the installed package has no program that runs' : result.reason;
  machine.say(
    `${title} is missing and could not be installed: ${reason}. ${advice} Until then ${purpose} are skipped.`,
  );
  return undefined;
}
