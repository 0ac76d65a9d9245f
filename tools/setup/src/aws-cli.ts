import { ensureProgram } from './ensure-program.ts';
import { thisMachine, type Machine } from './machine.ts';

/**
 * Finds the AWS CLI, or installs Debian's where that may be done without asking; otherwise says what to do.
 *
 * @returns Its path, or undefined when the tests that sign in with it have to be skipped.
 */
export function ensureAwsCli(machine: Machine = thisMachine): string | undefined {
  return ensureProgram(
    {
      title: 'The AWS CLI',
      purpose: 'the tests that use it',
      debianPackage: 'awscli',
      advice: 'Install the AWS CLI so that `aws --version` works.',
      // A version manager may leave an `aws` on the PATH that does not run.
      find: (at) => {
        const path = at.find('aws');
        return path !== undefined && at.run(path, ['--version']).ok ? path : undefined;
      },
    },
    machine,
  );
}
