import type { AttributeDefinition } from './attribute-definition.ts';
import type { LambdaConfig } from './lambda-config.ts';
import type { PoolMessages } from './pool-messages.ts';
import type { PasswordPolicy } from './password-policy.ts';
import { passwordPolicy } from './password-policy.ts';

/** An address that a user pool can verify. */
export type Verifiable = 'email' | 'phone_number';

/** What a user pool was made with, as far as this server has a use for it or shows it again. */
export interface PoolConfiguration {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly passwordPolicy: PasswordPolicy;
  /** What people sign in with instead of a user name. */
  readonly usernameAttributes: readonly Verifiable[];
  /** What people may sign in with besides their user name. */
  readonly aliasAttributes: readonly (Verifiable | 'preferred_username')[];
  /** The addresses that get a code when they are new. */
  readonly autoVerified: readonly Verifiable[];
  /** How a forgotten password is replaced, the best way first. */
  readonly recovery: readonly (Verifiable | 'admin')[];
  /** The attributes that the pool declares; undefined where any custom attribute is taken. */
  readonly schema?: readonly AttributeDefinition[];
  readonly messages: PoolMessages;
  /** Which functions of the backend are the pool's triggers. */
  readonly lambda: LambdaConfig;
  readonly isProtected: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** What AWS would need and this server only shows again, by AWS's names. */
  readonly shown: Readonly<Record<string, unknown>>;
}

/** What AWS sets a user pool to that does not say otherwise. */
export const poolDefaults: PoolConfiguration = {
  name: '',
  createdAt: 0,
  modifiedAt: 0,
  passwordPolicy,
  usernameAttributes: [],
  aliasAttributes: [],
  autoVerified: [],
  recovery: ['email', 'phone_number'],
  messages: {},
  lambda: {},
  isProtected: false,
  tags: {},
  shown: {},
};
