import { openTransport } from '#transport';
import type { ServerClock } from './clock.ts';
import { secretProof } from './secret-proof.ts';
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
  readonly clientSecret?: string;
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
  /** Any other action. `secrets` are kept out of its errors. */
  call<Name extends keyof Actions>(
    action: Name,
    input: Actions[Name][0],
    about: { readonly username: string; readonly secrets: readonly string[] },
  ): Promise<Actions[Name][1]>;
}

/** Talks to Cognito. Nothing is loaded or sent before the first call. */
export function connectCognito(address: CognitoAddress, clock: ServerClock): Cognito {
  const transport = openTransport(address, clock);
  const { clientId: ClientId, userPoolId: UserPoolId, clientSecret } = address;
  const send = async <Name extends keyof Actions>(
    action: Name,
    input: Actions[Name][0],
    { flow = action, username, secrets }: { flow?: string; username: string; secrets: readonly string[] },
  ): Promise<Actions[Name][1]> => {
    try {
      return await transport.send(action, input, flow === 'ADMIN_USER_PASSWORD_AUTH');
    } catch (error) {
      const { fromService } = await import('./service-error.ts');
      const about = { flow, username, userPoolId: UserPoolId, clientId: ClientId, endpoint: hostOf(address) };
      throw fromService(error, about, [clientSecret ?? '', ...secrets]);
    }
  };
  const proof = async (username: string): Promise<Values> =>
    clientSecret === undefined ? {} : { SECRET_HASH: await secretProof(clientSecret, username, ClientId) };
  const secret = clientSecret === undefined ? {} : { ClientSecret: clientSecret };
  return {
    initiate: async (AuthFlow, username, values) => {
      const input = { AuthFlow, ClientId, AuthParameters: { ...values, ...(await proof(username)) } };
      return send('InitiateAuth', input, { flow: AuthFlow, username, secrets: secretsIn(values) });
    },
    respond: async (flow, { ChallengeName, Session }, username, values) => {
      const ChallengeResponses = { ...values, ...(await proof(username)) };
      const input = { ChallengeName, ClientId, Session, ChallengeResponses };
      return send('RespondToAuthChallenge', input, { flow, username, secrets: secretsIn(values) });
    },
    renew: (username, RefreshToken, deviceKey) => {
      const device = deviceKey === undefined ? {} : { DeviceKey: deviceKey };
      const about = { username, secrets: [RefreshToken] };
      return send('GetTokensFromRefreshToken', { ClientId, RefreshToken, ...secret, ...device }, about);
    },
    revoke: async (username, Token) => {
      await send('RevokeToken', { ClientId, Token, ...secret }, { username, secrets: [Token] });
    },
    call: send,
  };
}

const open = new Set([
  'USERNAME',
  'TIMESTAMP',
  'SRP_A',
  'CHALLENGE_NAME',
  'PREFERRED_CHALLENGE',
  'DEVICE_KEY',
]);

function secretsIn(values: Values): string[] {
  const entries = Object.entries(values);
  return entries.flatMap(([name, value]) =>
    open.has(name) || name.startsWith('userAttributes.') ? [] : [value],
  );
}

// For messages: without user name and password, if somebody put them into the address.
function hostOf({ endpoint, region }: CognitoAddress): string {
  return endpoint === undefined ? `cognito-idp.${region}.amazonaws.com` : new URL(endpoint).host;
}
