import { CallError } from '@postern/client';
import { ConsoleError } from '../errors.ts';

/** Says in a sentence what became of a call, and what to do. */
export function callMessage(error: unknown): string {
  if (error instanceof ConsoleError) return error.message;
  if (error instanceof CallError) return sentence(error);
  if (error instanceof Error && error.name === 'NetworkError') {
    return 'The user pool cannot be reached. Check the connection, and that the backend is running.';
  }
  return `Something went wrong: ${error instanceof Error ? error.message : String(error)}`;
}

function sentence(error: CallError): string {
  switch (error.code) {
    case 'network':
      return 'The API cannot be reached. Check the connection, and that the backend is running.';
    case 'timeout':
      return 'The API did not answer in time. Try again.';
    case 'throttled':
      return 'The API is busy. Wait a moment and try again.';
    case 'unauthorized':
      return 'The API does not accept this sign-in any more. Sign out and in again.';
    case 'denied':
      return `You are not allowed to do this (${error.operationName}).`;
    case 'condition-failed':
      return 'Somebody else changed this in the meantime.';
    case 'http-status':
      return `The API answered with an error (HTTP ${error.status}). Try again later.`;
    case 'graphql':
    case 'aborted':
      return error.message;
  }
}
