import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { refused, type Reply } from './cognito/reply.ts';
import type { RequestFault } from './faults.ts';

/** The connection is closed instead of an answer. */
export const lost = Symbol('lost');

/** What comes of a request that meets faults. */
export async function applyFaults(
  faults: readonly RequestFault[],
  on: 'appsync' | 'cognito',
  answer: () => Promise<Reply>,
): Promise<Reply | typeof lost> {
  for (const fault of faults) {
    if (fault.kind === 'delay') await wait(fault.delayMs);
    else if (fault.kind === 'reset') {
      if (fault.afterwards) await answer();
      return lost;
    } else return instead(fault, on);
  }
  return answer();
}

type Instead = Exclude<RequestFault, { kind: 'delay' | 'reset' }>;

function instead(fault: Instead, on: 'appsync' | 'cognito'): Reply {
  switch (fault.kind) {
    case 'throttle':
      return on === 'cognito'
        ? refused('TooManyRequestsException', 'Rate exceeded')
        : appsync(429, 'ThrottlingException', 'Rate exceeded');
    case 'expired-token':
      return on === 'cognito'
        ? refused('NotAuthorizedException', 'Access Token has expired')
        : appsync(401, 'UnauthorizedException', 'Token has expired.');
    case 'revoked-token':
      return on === 'cognito'
        ? refused('NotAuthorizedException', 'Access Token has been revoked')
        : appsync(401, 'UnauthorizedException', 'You are not authorized to make this call.');
    case 'error': {
      const { status = 500 } = fault;
      if (on === 'appsync') return appsync(status, 'InternalFailure', 'An internal failure occurred.');
      return { ...refused('InternalErrorException', 'Something went wrong'), status };
    }
  }
}

function appsync(status: number, errorType: string, message: string): Reply {
  return {
    status,
    headers: {
      'content-type': 'application/json;charset=UTF-8',
      'x-amzn-requestid': randomUUID(),
      'x-amzn-errortype': errorType,
    },
    body: JSON.stringify({ errors: [{ errorType, message }] }),
  };
}
