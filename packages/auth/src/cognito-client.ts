import type {
  AuthenticationResultType,
  ChallengeNameType,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { credentialsProvider, type AwsCredentials } from './aws-credentials.ts';
import type { ServerClock } from './clock.ts';
import { secretHash } from './secret-hash.ts';
import { fromService } from './service-error.ts';

/** The flows that sign in with a password. SRP does not send it. */
export type PasswordFlow = 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH';

/** One app client of a user pool, and where that is. */
export interface CognitoAddress {
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  /** Where the app client has a secret. */
  readonly clientSecret?: string;
  /** @defaultValue AWS's own endpoint of the region */
  readonly endpoint?: string;
  /** For ADMIN_USER_PASSWORD_AUTH. @defaultValue the SDK's provider chain */
  readonly credentials?: AwsCredentials;
}

/** Named values that a call sends or brings. */
export type Values = Readonly<Record<string, string>>;

/** What Cognito answers in a sign-in: tokens or the next challenge. */
export interface Step {
  readonly ChallengeName?: ChallengeNameType | undefined;
  readonly ChallengeParameters?: Values | undefined;
  readonly Session?: string | undefined;
  readonly AuthenticationResult?: AuthenticationResultType | undefined;
}

/** The calls of a sign-in. `username` is what the proof of an app client's secret is made with. Each throws AuthError. */
export interface Cognito {
  initiate(flow: PasswordFlow | 'REFRESH_TOKEN_AUTH', username: string, values: Values): Promise<Step>;
  respond(flow: PasswordFlow, step: Step, username: string, values: Values): Promise<Step>;
  revoke(username: string, refreshToken: string): Promise<void>;
}

/** Talks to Cognito through the AWS SDK, which is loaded when the first call is made: it is the slowest import there is. */
export function connectCognito(address: CognitoAddress, clock: ServerClock): Cognito {
  let connecting: ReturnType<typeof connect> | undefined;
  const call = async <Result>(
    { flow, username, secrets }: { flow: string; username: string; secrets: Values },
    work: (connection: Awaited<ReturnType<typeof connect>>) => Promise<Result>,
  ): Promise<Result> => {
    const connection = await (connecting ??= connect(address, clock));
    try {
      return await work(connection);
    } catch (error) {
      const { userPoolId, clientId, clientSecret = '' } = address;
      const about = { flow, username, userPoolId, clientId, endpoint: hostOf(address) };
      throw fromService(error, about, [clientSecret, ...Object.values(secrets)]);
    }
  };
  const { clientId: ClientId, userPoolId: UserPoolId, clientSecret } = address;
  const proof = (username: string): Values =>
    clientSecret === undefined ? {} : { SECRET_HASH: secretHash(clientSecret, username, ClientId) };
  return {
    initiate: (flow, username, values) =>
      call({ flow, username, secrets: secretsIn(values) }, ({ sdk, client }): Promise<Step> => {
        const input = { AuthFlow: flow, ClientId, AuthParameters: { ...values, ...proof(username) } };
        if (flow !== 'ADMIN_USER_PASSWORD_AUTH') return client.send(new sdk.InitiateAuthCommand(input));
        return client.send(new sdk.AdminInitiateAuthCommand({ ...input, UserPoolId }));
      }),
    respond: (flow, { ChallengeName, Session }, username, values) =>
      call({ flow, username, secrets: secretsIn(values) }, ({ sdk, client }): Promise<Step> => {
        const ChallengeResponses = { ...values, ...proof(username) };
        const input = { ChallengeName, ClientId, Session, ChallengeResponses };
        if (flow !== 'ADMIN_USER_PASSWORD_AUTH')
          return client.send(new sdk.RespondToAuthChallengeCommand(input));
        return client.send(new sdk.AdminRespondToAuthChallengeCommand({ ...input, UserPoolId }));
      }),
    revoke: (username, Token) =>
      call({ flow: 'RevokeToken', username, secrets: { Token } }, async ({ sdk, client }) => {
        const secret = clientSecret === undefined ? {} : { ClientSecret: clientSecret };
        await client.send(new sdk.RevokeTokenCommand({ ClientId, Token, ...secret }));
      }),
  };
}

async function connect(address: CognitoAddress, clock: ServerClock) {
  const { region, endpoint, credentials } = address;
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client: CognitoIdentityProviderClient = new sdk.CognitoIdentityProviderClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined
      ? {}
      : { credentials: credentialsProvider(credentials, () => clock.now()).get }),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { headers?: Record<string, string> };
      clock.observe(headers?.date);
      return result;
    },
    { step: 'deserialize', name: 'observeServerClock', priority: 'low' },
  );
  return { sdk, client };
}

const open = new Set(['USERNAME', 'TIMESTAMP', 'SRP_A']);

function secretsIn(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => !open.has(name) && !name.startsWith('userAttributes.')),
  );
}

// For messages: without user name and password, if somebody put them into the address.
function hostOf({ endpoint, region }: CognitoAddress): string {
  return endpoint === undefined ? `cognito-idp.${region}.amazonaws.com` : new URL(endpoint).host;
}
