import type { ModelIntrospection } from './introspection/model-introspection.ts';

/**
 * `amplify_outputs.json` for a local backend: the sections that AWS's file has, for whatever reads those, and the same as
 * Amplify's `ResourcesConfig` in `Auth` and `API`. Amplify reads no Cognito endpoint from AWS's sections and would ask AWS;
 * it takes the others, endpoints included, where a file states no `version`. So `Amplify.configure(outputs)` just works.
 */
export interface AmplifyOutputs {
  readonly auth: {
    readonly aws_region: string;
    readonly user_pool_id: string;
    readonly user_pool_client_id: string;
    readonly identity_pool_id: string;
    readonly unauthenticated_identities_enabled: boolean;
    readonly username_attributes: readonly string[];
    readonly user_verification_types: readonly string[];
    readonly groups: readonly Readonly<Record<string, { readonly precedence: number }>>[];
    /** Where the public app client may send people back to. */
    readonly oauth?: {
      readonly domain: string;
      readonly identity_providers: readonly string[];
      readonly redirect_sign_in_uri: readonly string[];
      readonly redirect_sign_out_uri: readonly string[];
      readonly response_type: 'code';
      readonly scopes: readonly string[];
    };
  };
  readonly data: {
    readonly aws_region: string;
    readonly url: string;
    readonly default_authorization_type: 'AMAZON_COGNITO_USER_POOLS';
    readonly authorization_types: readonly string[];
    /** Where the schema lets somebody in by API key. */
    readonly api_key?: string;
  };
  /** What AWS's sections have no place for. */
  readonly custom: { readonly cognito_endpoint: string; readonly identity_pool_id: string };
  /** As Amplify's `ResourcesConfig` has it. */
  readonly Auth: { readonly Cognito: CognitoConfig };
  /** As Amplify's `ResourcesConfig` has it. */
  readonly API: {
    readonly GraphQL: {
      readonly endpoint: string;
      readonly region: string;
      readonly defaultAuthMode: 'userPool';
      readonly apiKey?: string;
      /** For `generateClient().models`. */
      readonly modelIntrospection: ModelIntrospection;
    };
  };
}

interface CognitoConfig {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly userPoolEndpoint: string;
  readonly identityPoolId: string;
  readonly identityPoolEndpoint: string;
  readonly allowGuestAccess: boolean;
  readonly loginWith?: {
    readonly username: true;
    readonly oauth: {
      readonly domain: string;
      readonly redirectSignIn: string[];
      readonly redirectSignOut: string[];
      readonly responseType: 'code';
      readonly scopes: string[];
    };
  };
}

/** What the outputs are made of. */
export interface OutputsInput {
  readonly region: string;
  readonly userPoolId: string;
  readonly identityPoolId: string;
  readonly clientId: string;
  readonly groups: readonly string[];
  readonly graphqlEndpoint: string;
  readonly cognitoEndpoint: string;
  /** Whether the identity pool knows guests. */
  readonly guests: boolean;
  /** Undefined where the schema lets nobody in by it. */
  readonly apiKey: string | undefined;
  readonly callbackUrls: readonly string[];
  readonly modelIntrospection: ModelIntrospection;
}

/** What the public app client asks for at the sign-in page. */
export const publicScopes = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/** @see https://docs.amplify.aws/react/reference/amplify_outputs/ */
export function amplifyOutputs(input: OutputsInput): AmplifyOutputs {
  const { region, apiKey, callbackUrls } = input;
  return {
    auth: {
      aws_region: region,
      user_pool_id: input.userPoolId,
      user_pool_client_id: input.clientId,
      identity_pool_id: input.identityPoolId,
      unauthenticated_identities_enabled: input.guests,
      username_attributes: [],
      user_verification_types: [],
      groups: input.groups.map((name, precedence) => ({ [name]: { precedence } })),
      ...(callbackUrls.length > 0 ? { oauth: oauthOutputs(input) } : {}),
    },
    data: {
      aws_region: region,
      url: input.graphqlEndpoint,
      default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
      authorization_types: ['AWS_IAM', ...(apiKey === undefined ? [] : ['API_KEY'])],
      ...(apiKey === undefined ? {} : { api_key: apiKey }),
    },
    custom: { cognito_endpoint: input.cognitoEndpoint, identity_pool_id: input.identityPoolId },
    Auth: { Cognito: cognitoConfig(input) },
    API: {
      GraphQL: {
        endpoint: input.graphqlEndpoint,
        region,
        defaultAuthMode: 'userPool',
        ...(apiKey === undefined ? {} : { apiKey }),
        modelIntrospection: input.modelIntrospection,
      },
    },
  };
}

function oauthOutputs(input: OutputsInput): NonNullable<AmplifyOutputs['auth']['oauth']> {
  return {
    domain: domainOf(input),
    identity_providers: [],
    redirect_sign_in_uri: input.callbackUrls,
    redirect_sign_out_uri: input.callbackUrls,
    response_type: 'code',
    scopes: publicScopes,
  };
}

// Amplify puts `https://` before it, which the port speaks too.
function domainOf({ cognitoEndpoint }: OutputsInput): string {
  return new URL(cognitoEndpoint).host;
}

function cognitoConfig(input: OutputsInput): CognitoConfig {
  const { callbackUrls } = input;
  const oauth = {
    domain: domainOf(input),
    redirectSignIn: [...callbackUrls],
    redirectSignOut: [...callbackUrls],
    responseType: 'code' as const,
    scopes: publicScopes,
  };
  return {
    userPoolId: input.userPoolId,
    userPoolClientId: input.clientId,
    userPoolEndpoint: input.cognitoEndpoint,
    identityPoolId: input.identityPoolId,
    identityPoolEndpoint: input.cognitoEndpoint,
    allowGuestAccess: input.guests,
    ...(callbackUrls.length > 0 ? { loginWith: { username: true, oauth } } : {}),
  };
}
