import type {
  AddUserPoolClientSecretRequest,
  AddUserPoolClientSecretResponse,
  AdminSetUserPasswordRequest,
  AssociateSoftwareTokenRequest,
  AssociateSoftwareTokenResponse,
  ChangePasswordRequest,
  ConfirmDeviceRequest,
  DeleteUserPoolClientSecretRequest,
  GetClientTokenRequest,
  GetClientTokenResponse,
  GetTokensFromRefreshTokenRequest,
  InitiateAuthRequest,
  InitiateAuthResponse,
  ListUserPoolClientSecretsRequest,
  ListUserPoolClientSecretsResponse,
  RespondToAuthChallengeRequest,
  RevokeTokenRequest,
  VerifySoftwareTokenRequest,
  VerifySoftwareTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AwsCredentials } from './aws-credentials.ts';

/** What Cognito answers in a sign-in: tokens or the next challenge. */
export type Step = Pick<
  InitiateAuthResponse,
  'ChallengeName' | 'ChallengeParameters' | 'Session' | 'AuthenticationResult' | 'AvailableChallenges'
>;

/** The actions of Cognito that a sign-in consists of: what each takes and gives. */
export interface Actions {
  InitiateAuth: [InitiateAuthRequest, Step];
  RespondToAuthChallenge: [RespondToAuthChallengeRequest, Step];
  GetTokensFromRefreshToken: [GetTokensFromRefreshTokenRequest, Step];
  GetClientToken: [GetClientTokenRequest, GetClientTokenResponse];
  RevokeToken: [RevokeTokenRequest, object];
  ChangePassword: [ChangePasswordRequest, object];
  ConfirmDevice: [ConfirmDeviceRequest, object];
  /** Signed, as the next two. */
  ListUserPoolClientSecrets: [ListUserPoolClientSecretsRequest, ListUserPoolClientSecretsResponse];
  AddUserPoolClientSecret: [AddUserPoolClientSecretRequest, AddUserPoolClientSecretResponse];
  DeleteUserPoolClientSecret: [DeleteUserPoolClientSecretRequest, object];
  /** Signed, as `AdminSetUserPassword`. */
  SetUserPassword: [AdminSetUserPasswordRequest, object];
  AssociateSoftwareToken: [AssociateSoftwareTokenRequest, AssociateSoftwareTokenResponse];
  VerifySoftwareToken: [VerifySoftwareTokenRequest, VerifySoftwareTokenResponse];
}

/** Where Cognito is. */
export interface TransportAddress {
  readonly region: string;
  readonly userPoolId: string;
  /** @defaultValue AWS's own endpoint of the region */
  readonly endpoint?: string;
  /** For actions that administrators sign. @defaultValue the SDK's provider chain */
  readonly credentials?: AwsCredentials;
}

/** Carries actions to Cognito: by the AWS SDK in Node, by `fetch` in browsers. */
export interface Transport {
  /**
   * @param asAdministrator - Whether to make it the signed action of the same name with `Admin` before it.
   * @throws Error with Cognito's name for what is wrong, or one that says why there was no answer.
   */
  send<Name extends keyof Actions>(
    action: Name,
    input: Actions[Name][0],
    asAdministrator?: boolean,
  ): Promise<Actions[Name][1]>;
}
