import { AuthError, type AuthErrorCode } from '@postern/auth';
import { BatchError } from '@postern/batch';
import { CallError, type CallErrorCode } from '@postern/client';
import { ConfigError } from '@postern/config';
import { AppError, systemCode } from './errors.ts';
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

function byFamily(error: unknown): Explanation {
  if (error instanceof AppError) return { line: error.message, exitCode: error.exitCode };
  if (error instanceof ConfigError) return { line: error.message, exitCode: exitCodes.usage };
  if (error instanceof AuthError) {
    const advice = authAdvice[error.code] ?? '';
    return { line: `${error.message}${advice}`, exitCode: authExitCodes[error.code] ?? exitCodes.failed };
  }
  if (error instanceof CallError) {
    // Only a signal aborts a call.
    if (error.code === 'aborted') {
      return { line: 'Interrupted. The same command goes on where it was.', exitCode: exitCodes.interrupted };
    }
    const exitCode = error.code === 'unauthorized' ? exitCodes.signInNeeded : exitCodes.failed;
    return { line: `${error.message}${callAdvice[error.code] ?? ''}`, exitCode };
  }
  if (error instanceof BatchError) return explainBatch(error);
  const { path } = (error ?? {}) as { readonly path?: unknown };
  const code = systemCode(error);
  if (code !== undefined && typeof path === 'string') {
    return { line: `${path} cannot be read or written (${code}).`, exitCode: exitCodes.usage };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    line: `${message} (This is not expected; LOG_LEVEL=debug shows where it comes from.)`,
    exitCode: exitCodes.failed,
  };
}

// What stopped the source says more than that it failed.
function explainBatch(error: BatchError): Explanation {
  const { cause } = error;
  if (error.code === 'source-failed' && (cause instanceof CallError || cause instanceof AuthError)) {
    return byFamily(cause);
  }
  return { line: error.message, exitCode: exitCodes.failed };
}

const authExitCodes: Partial<Record<AuthErrorCode, ExitCode>> = {
  'wrong-password': exitCodes.signInNeeded,
  'user-not-found': exitCodes.signInNeeded,
  'user-disabled': exitCodes.signInNeeded,
  'user-not-confirmed': exitCodes.signInNeeded,
  'password-reset-required': exitCodes.signInNeeded,
  'new-password-required': exitCodes.signInNeeded,
  'invalid-new-password': exitCodes.signInNeeded,
  challenge: exitCodes.signInNeeded,
  'session-expired': exitCodes.signInNeeded,
  'sign-in-needed': exitCodes.signInNeeded,
  'client-secret': exitCodes.usage,
  'flow-not-enabled': exitCodes.usage,
  'not-found': exitCodes.usage,
  'not-configured': exitCodes.usage,
};

const authAdvice: Partial<Record<AuthErrorCode, string>> = {
  'wrong-password': ' It comes from BATCH_SERVICE_PASSWORD.',
  'user-not-found': ' It comes from BATCH_SERVICE_USERNAME.',
};

const callAdvice: Partial<Record<CallErrorCode, string>> = {
  network: ' Check APPSYNC_GRAPHQL_ENDPOINT and the network.',
  timeout: ' Check APPSYNC_GRAPHQL_ENDPOINT and the network, then run the same command again.',
  'http-status': ' Check that APPSYNC_GRAPHQL_ENDPOINT is the URL of a GraphQL API.',
  throttled: ' Run the same command again later.',
  unauthorized:
    ' Check that APPSYNC_GRAPHQL_ENDPOINT and COGNITO_USER_POOL_ID belong together, and the clock of this machine.',
};
