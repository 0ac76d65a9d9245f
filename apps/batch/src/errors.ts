import { exitCodes, type ExitCode } from './exit-codes.ts';

/** An end that a person can do something about: one line, and the exit code that goes with it. */
export abstract class AppError extends Error {
  abstract readonly code: 'usage' | 'not-allowed' | 'interrupted';
  abstract readonly exitCode: ExitCode;
}

/** A flag or a file is wrong. */
export class UsageError extends AppError {
  override readonly name = 'UsageError';
  override readonly code = 'usage';
  override readonly exitCode = exitCodes.usage;
}

/** The caller is signed in and may not do the job. */
export class NotAllowedError extends AppError {
  override readonly name = 'NotAllowedError';
  override readonly code = 'not-allowed';
  override readonly exitCode = exitCodes.failed;
}

/** A signal came before anything was begun. */
export class InterruptedError extends AppError {
  override readonly name = 'InterruptedError';
  override readonly code = 'interrupted';
  override readonly exitCode = exitCodes.interrupted;
}

/** The code of an error that the operating system gave, such as `ENOENT`; undefined for all others. */
export function systemCode(error: unknown): string | undefined {
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
  return typeof code === 'string' && typeof syscall === 'string' ? code : undefined;
}
