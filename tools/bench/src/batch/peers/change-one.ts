import { ClientError, GraphQLClient } from 'graphql-request';
import { UpdateItem } from '../update-item.ts';

/** Changes one item as most programs do: graphql-request, a token, no condition. */
export type ChangeOne = (id: string, authorization?: string) => Promise<void>;

/** Calls of one item each; what is answered 429 throws `ClientError`, as everything else that goes wrong. */
export function changeOne(endpoint: string): ChangeOne {
  const client = new GraphQLClient(endpoint);
  return async (id, authorization = 'a token') => {
    await client.request(UpdateItem.text, { input: { id, status: 'COMPLETED' } }, { authorization });
  };
}

/** Whether the server only asked for patience. */
export function isThrottled(error: unknown): boolean {
  return error instanceof ClientError && error.response.status === 429;
}
