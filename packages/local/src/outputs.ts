/** `amplify_outputs.json`, as far as a local backend has something to say. */
export interface AmplifyOutputs {
  readonly version: '1';
  readonly auth: {
    readonly aws_region: string;
    readonly user_pool_id: string;
    readonly user_pool_client_id: string;
    readonly username_attributes: readonly string[];
    readonly user_verification_types: readonly string[];
    readonly groups: readonly Readonly<Record<string, { readonly precedence: number }>>[];
  };
  readonly data: {
    readonly aws_region: string;
    readonly url: string;
    readonly default_authorization_type: 'AMAZON_COGNITO_USER_POOLS';
    readonly authorization_types: readonly string[];
  };
  /**
   * What Amplify has no place for: where Cognito is, when it is not AWS's. The identity pool is here too, because Amplify
   * would ask AWS for its credentials were it in its own place.
   */
  readonly custom: { readonly cognito_endpoint: string; readonly identity_pool_id: string };
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
}

/** @see https://docs.amplify.aws/react/reference/amplify_outputs/ */
export function amplifyOutputs(input: OutputsInput): AmplifyOutputs {
  return {
    version: '1',
    auth: {
      aws_region: input.region,
      user_pool_id: input.userPoolId,
      user_pool_client_id: input.clientId,
      username_attributes: [],
      user_verification_types: [],
      groups: input.groups.map((name, precedence) => ({ [name]: { precedence } })),
    },
    data: {
      aws_region: input.region,
      url: input.graphqlEndpoint,
      default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
      authorization_types: ['AWS_IAM'],
    },
    custom: { cognito_endpoint: input.cognitoEndpoint, identity_pool_id: input.identityPoolId },
  };
}
