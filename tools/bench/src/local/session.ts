import type { Backend } from './backend.ts';
import { action, graphql, type Sender } from './http.ts';

interface Answer {
  readonly AuthenticationResult: {
    readonly AccessToken: string;
    readonly IdToken: string;
    readonly RefreshToken: string;
  };
}

/** The tokens of a user, by password. */
export async function signIn(sender: Sender, backend: Backend, username: string) {
  const parameters = { USERNAME: username, PASSWORD: backend.passwordOf(username) };
  const flow = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: backend.clientId, AuthParameters: parameters };
  const { AuthenticationResult } = JSON.parse(await sender.send(action('InitiateAuth', flow))) as Answer;
  return { accessToken: AuthenticationResult.AccessToken, refreshToken: AuthenticationResult.RefreshToken };
}

/** New tokens of the same sign-in: an access token and an ID token. */
export async function refresh(sender: Sender, backend: Backend, refreshToken: string): Promise<string[]> {
  const parameters = { REFRESH_TOKEN: refreshToken };
  const flow = { AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId: backend.clientId, AuthParameters: parameters };
  const { AuthenticationResult } = JSON.parse(await sender.send(action('InitiateAuth', flow))) as Answer;
  return [AuthenticationResult.AccessToken, AuthenticationResult.IdToken];
}

const create = `mutation CreateItem($input: CreateItemInput!) { createItem(input: $input) { id } }`;

/** Makes items that belong to the bearer of a token, and gives their ids. */
export async function createItems(sender: Sender, token: string, count: number): Promise<string[]> {
  const made = Array.from({ length: count }, async (_, index) => {
    const input = { name: `item ${index}`, status: 'PENDING', metadata: JSON.stringify({ index }) };
    const answer = JSON.parse(await sender.send(graphql(token, create, { input }))) as {
      readonly data: { readonly createItem: { readonly id: string } };
    };
    return answer.data.createItem.id;
  });
  return Promise.all(made);
}
