import { exitCodes, type ExitCode } from './exit-codes.ts';

/** An end of a command that a person can do something about: one line, and the exit code that goes with it. */
export abstract class CliError extends Error {
  abstract readonly code: 'usage' | 'failed' | 'sign-in-needed';
  abstract readonly exitCode: ExitCode;
}

/** A flag, an argument or a variable is wrong. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
  override readonly code = 'usage';
  override readonly exitCode = exitCodes.usage;
}

/** The command was understood and could not be done. */
export class FailedError extends CliError {
  override readonly name = 'FailedError';
  override readonly code = 'failed';
  override readonly exitCode = exitCodes.failed;
}

/** Nobody is signed in, or the sign-in was refused. */
export class SignInNeededError extends CliError {
  override readonly name = 'SignInNeededError';
  override readonly code = 'sign-in-needed';
  override readonly exitCode = exitCodes.signInNeeded;
}
