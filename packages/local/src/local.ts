import type { CodeMessage } from './cognito/code-message.ts';
import type { Authorizer } from './appsync/lambda-authorizer.ts';
import type { FunctionsFactory } from './appsync/functions.ts';
import type { OidcProvider } from './appsync/oidc.ts';
import type { LimitOptions } from './appsync/limits.ts';
import type { SignInOptions } from './cognito/sign-in-settings.ts';
import type { Triggers } from './cognito/trigger-handlers.ts';
import type { Fault, Faults } from './faults.ts';
import type { LocalRole } from './identity/local-roles.ts';
import type { RoleMapping } from './identity/role-mapping.ts';
import type { AmplifyOutputs } from './outputs.ts';
import type { LocalUser, PoolUser } from './set-up-pool.ts';
import type { AwsCredentials } from './sigv4/principal.ts';
import type { Item } from './store/item-store.ts';

/** How to set up a local backend. */
export interface LocalOptions extends LimitOptions {
  /** The schema's SDL, in Amplify's dialect. */
  readonly schema: string;
  /** Makes the functions of `@function`; called when the first is needed. */
  readonly functions?: FunctionsFactory;
  /** Keeps everything in this folder. @defaultValue in memory */
  readonly dataDir?: string;
  /** @defaultValue `0`, any free port */
  readonly port?: number;
  /** @defaultValue `us-east-1` */
  readonly region?: string;
  readonly users?: readonly LocalUser[];
  /** How people sign in to the user pool, beyond a password. @defaultValue by password alone; nothing else is asked for */
  readonly signIn?: SignInOptions;
  /** Where the public app client may send people back to after the sign-in page, exactly. @defaultValue nowhere */
  readonly callbackUrls?: readonly string[];
  /** Whether the identity pool gives guests credentials. @defaultValue `true` */
  readonly guests?: boolean;
  /** IAM roles by name, for `AssumeRole`, groups and the identity pool. @defaultValue none */
  readonly iamRoles?: Readonly<Record<string, LocalRole>>;
  /** Whether the identity pool gives users the role that their ID token prefers. @defaultValue it does not */
  readonly roleMapping?: RoleMapping;
  /** Goes wrong on purpose, from the start. @defaultValue nothing does */
  readonly faults?: readonly Fault[];
  /** The API's Lambda authorizer, run in process; asked about tokens that are no JWT. @defaultValue none */
  readonly authorizer?: Authorizer;
  /** Whether anybody who may call the API may ask for its schema. @defaultValue `true` */
  readonly introspection?: boolean;
  /**
   * A regular expression that names the app clients of the user pool whose tokens the API takes; it has to match the whole of
   * a client's id. @defaultValue any client
   */
  readonly appIdClientRegex?: string;
  /** OpenID Connect providers whose tokens the API takes; asked for their keys over HTTP. @defaultValue none */
  readonly oidc?: OidcProvider | readonly OidcProvider[];
  /** The user pool's Lambda triggers, run in process. @defaultValue none */
  readonly triggers?: Triggers;
  /** Takes the codes that Cognito would send by email or text message. @defaultValue drops them */
  readonly onMessage?: (message: CodeMessage) => void;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/** A running local backend. */
export interface Local {
  /** `http://127.0.0.1:<port>`; also Cognito's endpoint. */
  readonly url: string;
  readonly graphqlEndpoint: string;
  readonly cognitoEndpoint: string;
  readonly region: string;
  readonly userPoolId: string;
  /** Gives users and guests AWS credentials, at {@link cognitoEndpoint}. */
  readonly identityPoolId: string;
  readonly clients: {
    readonly public: { readonly clientId: string };
    readonly confidential: { readonly clientId: string; readonly clientSecret: string };
  };
  readonly users: readonly PoolUser[];
  /** IAM credentials: the functions' role may call the API, the admin's may administer users as well. */
  readonly roles: { readonly functions: AwsCredentials; readonly admin: AwsCredentials };
  readonly apiKey: string;
  /** Where subscriptions are served: `ws:`, and `wss:` on the same port. */
  readonly realtimeEndpoint: string;
  /** The authority that vouches for the server's TLS certificate, in PEM; with `dataDir` also in its `ca.pem`. */
  certificateAuthority(): Promise<string>;
  /** What goes wrong on purpose. */
  readonly faults: Faults;
  /** `amplify_outputs.json` for this backend; `Amplify.configure` takes it as it is. */
  outputs(): AmplifyOutputs;
  /**
   * Puts records into a model's table, past resolvers and rules, leaving alone those that are there.
   *
   * @returns How many were new.
   * @throws TypeError when the schema has no such model.
   */
  seed(model: string, records: Iterable<Item>): number;
  /** The same with records that come one by one; other requests are answered in between. */
  seed(model: string, records: AsyncIterable<Item>): Promise<number>;
  /** Finishes what is being answered, for two seconds at most, and lets go of port and files. */
  close(): Promise<void>;
}
