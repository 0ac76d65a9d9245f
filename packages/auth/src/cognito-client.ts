import { openTransport } from '#transport';
import { awsEndpoint } from './aws-endpoint.ts';
import type { ServerClock } from './clock.ts';
import { AuthError } from './errors.ts';
import { secretProof } from './secret-proof.ts';
import { withSecret, type SecretText } from './secret-text.ts';
import type { Actions, Step, TransportAddress } from './transport.ts';

/** The flows that sign in with a password. SRP does not send it. */
export type PasswordFlow = 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH';

/**
 * The flows that somebody signs in by. `USER_AUTH` leaves the choice of the first factor to the user, `CUSTOM_AUTH` leaves
 * the challenges to the user pool's triggers.
 */
export type SignInFlow = PasswordFlow | 'USER_AUTH' | 'CUSTOM_AUTH';

/** One app client of a user pool, and where that is. */
export interface CognitoAddress extends TransportAddress {
  readonly clientId: string;
  /** Where the app client has a secret. */
  readonly clientSecret?: SecretText;
}

/** Named values that a call sends or brings. */
export type Values = Readonly<Record<string, string>>;

/** The calls of a sign-in. `username` is what the proof of an app client's secret is made with. Each throws AuthError. */
export interface Cognito {
  initiate(flow: SignInFlow | 'REFRESH_TOKEN_AUTH', username: string, values: Values): Promise<Step>;
  respond(flow: SignInFlow, step: Step, username: string, values: Values): Promise<Step>;
  /** For app clients that rotate refresh tokens. */
  renew(username: string, refreshToken: string, deviceKey: string | undefined): Promise<Step>;
  revoke(username: string, refreshToken: string): Promise<void>;
  /** Any other action. */
  call<Name extends keyof Actions>(
    action: Name,
    input: Actions[Name][0],
    about: About,
  ): Promise<Actions[Name][1]>;
}

/** What an action is about. */
export interface About {
  /** The sign-in flow, for error messages. @defaultValue the action's name */
  readonly flow?: string;
  readonly username: string;
  /** What is kept out of errors. */
  readonly secrets: readonly string[];
  /** What is sent, of which what is secret is kept out of errors as well. */
  readonly values?: Values;
  /** Whether it is to be signed. @defaultValue `false` */
  readonly asAdministrator?: boolean;
}

/** Talks to Cognito. Nothing is loaded or sent before the first call. */
export function connectCognito(address: CognitoAddress, clock: ServerClock): Cognito {
  const transport = openTransport(address, clock);
  const { clientId: ClientId, userPoolId: UserPoolId, clientSecret } = address;
  const send = async <Name extends keyof Actions>(
    action: Name,
    input: Actions[Name][0],
    { flow = action, username, secrets, values, asAdministrator = false }: About,
  ): Promise<Actions[Name][1]> => {
    try {
      return await transport.send(action, input, asAdministrator);
    } catch (error) {
      // A page that is offline could not load what explains the others.
      if (error instanceof AuthError) throw error;
      const { fromService } = await import('./service-error.ts');
      const about = { flow, username, userPoolId: UserPoolId, clientId: ClientId, endpoint: hostOf(address) };
      throw fromService(error, about, secrets, values);
    }
  };
  const proven = (
    flow: string,
    username: string,
    values: Values,
    use: (values: Values, about: About) => Promise<Step>,
  ): Promise<Step> => {
    const asAdministrator = flow === 'ADMIN_USER_PASSWORD_AUTH';
    const about = { flow, username, asAdministrator, values, secrets: [] };
    return clientSecret === undefined
      ? use(values, about)
      : withSecret(clientSecret, 'client-secret', async (secret) => {
          const proof = await secretProof(secret, username, ClientId);
          return use({ ...values, SECRET_HASH: proof }, { ...about, secrets: [secret, proof] });
        });
  };
  const withClientSecret = <Result>(
    token: string,
    use: (secret: { ClientSecret?: string }, secrets: string[]) => Promise<Result>,
  ): Promise<Result> =>
    clientSecret === undefined
      ? use({}, [token])
      : withSecret(clientSecret, 'client-secret', (secret) => use({ ClientSecret: secret }, [token, secret]));
  return {
    initiate: (AuthFlow, username, given) =>
      proven(AuthFlow, username, given, (AuthParameters, about) =>
        send('InitiateAuth', { AuthFlow, ClientId, AuthParameters }, about),
      ),
    respond: (flow, { ChallengeName, Session }, username, given) =>
      proven(flow, username, given, (ChallengeResponses, about) =>
        send('RespondToAuthChallenge', { ChallengeName, ClientId, Session, ChallengeResponses }, about),
      ),
    renew: (username, RefreshToken, deviceKey) => {
      const device = deviceKey === undefined ? {} : { DeviceKey: deviceKey };
      return withClientSecret(RefreshToken, (secret, secrets) =>
        send(
          'GetTokensFromRefreshToken',
          { ClientId, RefreshToken, ...secret, ...device },
          { username, secrets },
        ),
      );
    },
    revoke: async (username, Token) => {
      await withClientSecret(Token, (secret, secrets) =>
        send('RevokeToken', { ClientId, Token, ...secret }, { username, secrets }),
      );
    },
    call: send,
  };
}

// For messages: without user name and password, if somebody put them into the address.
function hostOf({ endpoint, region }: CognitoAddress): string {
  return new URL(endpoint ?? awsEndpoint('cognito-idp', region)).host;
}
