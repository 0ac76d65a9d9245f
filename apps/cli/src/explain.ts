import type { AuthErrorCode } from '@postern/auth';
import type { CallErrorCode } from '@postern/client';
import { CliError } from './errors.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** What a person is told of an error. */
export interface Explanation {
  readonly line: string;
  readonly exitCode: ExitCode;
}

/** Turns any error into one line that says what to do, and an exit code. */
export function explain(error: unknown): Explanation {
  const { line, exitCode } = byFamily(error);
  return { line: line.replace(/\s*\n\s*/g, ' ').trim(), exitCode };
}

// The libraries' families are told by name, so that no package is loaded to explain an error that is not its own.
function byFamily(error: unknown): Explanation {
  if (error instanceof CliError) return { line: error.message, exitCode: error.exitCode };
  const { name, message, code } = described(error);
  if (name === 'AuthError' || name === 'ChallengeError') return explainAuth(message, code as AuthErrorCode);
  if (name === 'ConfigError') return { line: message, exitCode: exitCodes.usage };
  if (name === 'SchemaError') return { line: message, exitCode: exitCodes.failed };
  const call = callErrors[code as CallErrorCode] as (typeof callErrors)[CallErrorCode] | undefined;
  if (call && 'operationName' in (error as object)) return { ...call, line: `${message}${call.line}` };
  return {
    line: `${message} (This is not expected; LOG_LEVEL=debug shows where it comes from.)`,
    exitCode: exitCodes.failed,
  };
}

function described(error: unknown): { name: string; message: string; code: string } {
  const { name = '', message = String(error), code = '' } = (error ?? {}) as Record<string, string>;
  return { name, message, code };
}

const authExitCodes: Record<AuthErrorCode, ExitCode> = {
  'wrong-password': exitCodes.signInNeeded,
  'user-not-found': exitCodes.signInNeeded,
  'user-disabled': exitCodes.signInNeeded,
  'user-not-confirmed': exitCodes.signInNeeded,
  'password-reset-required': exitCodes.signInNeeded,
  'new-password-required': exitCodes.signInNeeded,
  'invalid-new-password': exitCodes.signInNeeded,
  challenge: exitCodes.signInNeeded,
  'sign-in-needed': exitCodes.signInNeeded,
  'client-secret': exitCodes.usage,
  'flow-not-enabled': exitCodes.usage,
  'not-found': exitCodes.usage,
  'not-allowed': exitCodes.failed,
  throttled: exitCodes.failed,
  network: exitCodes.failed,
  store: exitCodes.failed,
  service: exitCodes.failed,
};

function explainAuth(message: string, code: AuthErrorCode): Explanation {
  const next: Partial<Record<AuthErrorCode, string>> = {
    'sign-in-needed': ' Run: postern login',
    'new-password-required': ' Without a terminal: postern login --new-password-file FILE',
    network: ' If it is that of postern local, start it.',
  };
  return { line: `${message}${next[code] ?? ''}`, exitCode: authExitCodes[code] ?? exitCodes.failed };
}

const callErrors: Record<CallErrorCode, { readonly line: string; readonly exitCode: ExitCode }> = {
  network: {
    line: ' Check the endpoint (postern whoami shows where it comes from) and that the server, such as postern local, runs.',
    exitCode: exitCodes.failed,
  },
  timeout: { line: ' Try again, or check the endpoint with postern whoami.', exitCode: exitCodes.failed },
  'http-status': {
    line: ' Check that the endpoint is that of a GraphQL API; postern whoami shows where it comes from.',
    exitCode: exitCodes.failed,
  },
  throttled: { line: ' Try again later.', exitCode: exitCodes.failed },
  unauthorized: { line: ' Run: postern login', exitCode: exitCodes.signInNeeded },
  denied: { line: '', exitCode: exitCodes.failed },
  'condition-failed': { line: '', exitCode: exitCodes.failed },
  graphql: { line: '', exitCode: exitCodes.failed },
  aborted: { line: '', exitCode: exitCodes.failed },
};
