import type { TestPool } from './test-pool.ts';

/** What came back, exception or not. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly type: string | undefined;
  readonly message: string | undefined;
  readonly body: Record<string, unknown>;
}

/** Calls an action with bare HTTP. */
export async function rpc(pool: TestPool, action: string, input: object | string): Promise<Answer> {
  const response = await fetch(pool.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
    },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
  const body = (await response.json()) as Record<string, unknown>;
  const { __type: type, message } = body;
  return {
    status: response.status,
    headers: response.headers,
    type: typeof type === 'string' ? type : undefined,
    message: typeof message === 'string' ? message : undefined,
    body,
  };
}
