import type { PoolConfiguration } from './pool-settings.ts';
import type { SecondFactor, SignInSettings } from './sign-in-settings.ts';
import type { PasswordVerifier } from './srp.ts';

/** The sign-in flows that an app client may switch on. */
export type ExplicitAuthFlow =
  | 'ALLOW_USER_SRP_AUTH'
  | 'ALLOW_USER_PASSWORD_AUTH'
  | 'ALLOW_ADMIN_USER_PASSWORD_AUTH'
  | 'ALLOW_REFRESH_TOKEN_AUTH'
  | 'ALLOW_CUSTOM_AUTH'
  | 'ALLOW_USER_AUTH'
  | 'ALLOW_CLIENT_TOKEN_AUTH';

/** An app client of the user pool. */
export interface AppClient {
  readonly id: string;
  readonly name: string;
  readonly secret: string | null;
  readonly flows: readonly ExplicitAuthFlow[];
  readonly accessTokenSeconds: number;
  readonly idTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  /** Hides whether a user exists, as AWS's setting of the same name does. */
  readonly preventUserExistenceErrors: 'ENABLED' | 'LEGACY';
  /** All of the client's secrets, where there was ever more than one; `secret` is the first. */
  readonly secrets?: readonly ClientSecret[];
  /** Whether each refresh brings a new refresh token. @defaultValue it stays */
  readonly rotation?: RefreshTokenRotation | undefined;
  readonly oauth?: OAuthSettings;
  /** How long a challenge may be answered. @defaultValue three minutes */
  readonly sessionMinutes?: number;
  /** Milliseconds since the epoch; undefined for a client of an older data folder. */
  readonly createdAt?: number | undefined;
  readonly modifiedAt?: number | undefined;
}

/** A secret of an app client. */
export interface ClientSecret {
  readonly id: string;
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** How refresh tokens are replaced. */
export interface RefreshTokenRotation {
  /** How long the one that was replaced may be used again. */
  readonly graceSeconds: number;
}

/** What an app client may do through OAuth. */
export interface OAuthSettings {
  readonly grants: readonly ('code' | 'client_credentials')[];
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
}

/** An API whose scopes app clients may be given. */
export interface ResourceServer {
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
}

export type UserStatus = 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'UNCONFIRMED' | 'RESET_REQUIRED';

/** What a code that was sent is good for. */
export type CodePurpose = 'sign-up' | 'forgot-password' | 'email' | 'phone_number';

/** A code that was sent and waits to be brought back. */
export interface Code {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** How often it was got wrong. */
  readonly tries: number;
}

/** An app that makes time-based codes for a user. */
export interface SoftwareToken {
  /** Verified by a code; undefined until then. */
  readonly secret?: string;
  /** Given out, not yet verified. */
  readonly pending?: string;
  readonly deviceName?: string;
  /** Asked for at sign-in. */
  readonly enabled?: boolean;
  readonly preferred?: boolean;
  /** The time step of the last code that was used. */
  readonly lastStep?: number;
}

/** The second factors that need no set-up of their own: codes by text message and by email. */
export type MessageFactor = Exclude<SecondFactor, 'SOFTWARE_TOKEN_MFA'>;

/** A device that a user confirmed. */
export interface Device {
  /** `<region>_<uuid>`. */
  readonly key: string;
  readonly name: string | null;
  /** What checks the device's own password. */
  readonly verifier: PasswordVerifier;
  readonly isRemembered: boolean;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly authenticatedAt: number;
}

/** What a pool does for everybody. */
export interface PoolSettings extends PoolConfiguration, SignInSettings {
  readonly mfa: 'OFF' | 'OPTIONAL' | 'ON';
  /** Whether people may sign up by themselves. */
  readonly selfSignUp: boolean;
}

/** A user of the pool. */
export interface User {
  readonly username: string;
  readonly sub: string;
  readonly enabled: boolean;
  readonly status: UserStatus;
  /** Everything but `sub`, such as `email`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly password: PasswordVerifier;
  /** Milliseconds since the epoch, as all times of a user. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** When the password was set; a temporary one expires. @defaultValue `createdAt` */
  readonly passwordSetAt?: number;
  readonly codes?: Partial<Readonly<Record<CodePurpose, Code>>>;
  readonly softwareToken?: SoftwareToken;
  /** The messages that the user switched on as a second factor, and which of them, if any, is preferred. */
  readonly messageFactors?: Partial<Readonly<Record<MessageFactor, { readonly preferred: boolean }>>>;
  /** The oldest first. */
  readonly devices?: readonly Device[];
}

/** A group of the pool. */
export interface Group {
  readonly name: string;
  readonly description: string | null;
  /** The lower, the more it counts where a user's groups compete; null counts least. */
  readonly precedence?: number | null;
  /** The role that an identity pool may give the group's users. */
  readonly roleArn?: string | null;
  /** Milliseconds since the epoch; undefined for a group of an older data folder. */
  readonly createdAt?: number | undefined;
  readonly modifiedAt?: number | undefined;
}

/** A sign-in: what all tokens that came of it have in common. */
export interface SignIn {
  /** In every token of the sign-in, and what is remembered when it is revoked. */
  readonly originJti: string;
  readonly username: string;
  readonly clientId: string;
  /** Seconds since the epoch, as the claim `auth_time`. */
  readonly authTime: number;
  readonly revoked: boolean;
  /** The device that it began on, where the pool tracks devices. */
  readonly deviceKey?: string | undefined;
}
