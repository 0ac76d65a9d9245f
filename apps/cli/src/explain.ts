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
  if (name === 'AuthError' || name === 'ChallengeError') return explainAuth(message, code);
  if (name === 'ConfigError' || name === 'QuestionError') return { line: message, exitCode: exitCodes.usage };
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

// Whatever leaves somebody without a session; other codes are failures.
const signInCodes = new Set<string>([
  'wrong-password',
  'user-not-found',
  'user-disabled',
  'user-not-confirmed',
  'password-reset-required',
  'new-password-required',
  'invalid-new-password',
  'challenge',
  'session-expired',
  'sign-in-needed',
]);
const configurationCodes = new Set<string>([
  'client-secret',
  'flow-not-enabled',
  'not-found',
  'not-configured',
]);

function explainAuth(message: string, code: string): Explanation {
  const next: Readonly<Record<string, string>> = {
    'sign-in-needed': ' Run: postern login',
    'session-expired': ' Run: postern login',
    'new-password-required': ' Without a terminal: postern login --new-password-file FILE',
    network: ' If it is that of postern local, start it.',
  };
  const line = `${message}${next[code] ?? ''}`;
  if (signInCodes.has(code)) return { line, exitCode: exitCodes.signInNeeded };
  return { line, exitCode: configurationCodes.has(code) ? exitCodes.usage : exitCodes.failed };
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
