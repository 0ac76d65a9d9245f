import { userPoolSource } from '@postern/auth';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn } from 'aws-amplify/auth';

/** One user of a local backend, and the way there. */
export interface Account {
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  readonly endpoint: string;
}

/** A library that has tokens for callers. */
export interface Peer {
  /** A token for a caller; signs in by itself where the library does. */
  token(): Promise<string | undefined>;
  /** Where the library wants to be told: signs in. */
  readonly signIn?: () => Promise<unknown>;
  /** A token for a caller whose last one the API has refused. */
  another(refused: string): Promise<unknown>;
}

const request = { url: 'http://127.0.0.1/graphql', method: 'POST', body: '' };

/** Ours. */
export function postern(account: Account): Peer {
  const source = userPoolSource(account);
  return {
    token: async () => (await source.headers(request)).authorization,
    another: (authorization) => source.headers({ ...request, rejected: { authorization } }),
  };
}

/** aws-amplify 6. */
export function amplify({ userPoolId, clientId, endpoint, username, password }: Account): Peer {
  const Cognito = { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint };
  Amplify.configure({ Auth: { Cognito } });
  return {
    signIn: () => signIn({ username, password }),
    token: async () => (await fetchAuthSession()).tokens?.accessToken.toString(),
    another: () => fetchAuthSession({ forceRefresh: true }),
  };
}

/** amazon-cognito-identity-js. */
export function identityJs(account: Account): Peer {
  const { userPoolId: UserPoolId, clientId: ClientId, endpoint, username: Username, password } = account;
  const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint });
  const user = new CognitoUser({ Username, Pool });
  const details = new AuthenticationDetails({ Username, Password: password });
  return {
    signIn: () =>
      new Promise((onSuccess, onFailure) => user.authenticateUser(details, { onSuccess, onFailure })),
    token: () =>
      new Promise((resolve, reject) => {
        user.getSession((error: Error | null, session: Session | null) =>
          error ? reject(error) : resolve(session?.getAccessToken().getJwtToken()),
        );
      }),
    another: () =>
      new Promise((resolve, reject) => {
        const session = user.getSignInUserSession();
        if (!session) return reject(new Error('Nobody is signed in.'));
        user.refreshSession(session.getRefreshToken(), (error: Error | null) =>
          error ? reject(error) : resolve(undefined),
        );
      }),
  };
}

interface Session {
  getAccessToken(): { getJwtToken(): string };
}
