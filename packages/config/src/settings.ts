/** A value that configuration can supply, and where from. */
export interface Setting {
  readonly flag: string;
  /** Environment variables, first wins. */
  readonly variables: readonly string[];
  /** Keys in project files, as paths with dots. */
  readonly keys: readonly string[];
  readonly secret?: boolean;
}

/** Every setting by its name: the one list of what can be configured. */
export const settings = {
  region: {
    flag: 'region',
    variables: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
    keys: [
      'region',
      'auth.aws_region',
      'data.aws_region',
      'aws_cognito_region',
      'aws_project_region',
      'aws_appsync_region',
    ],
  },
  userPoolId: {
    flag: 'user-pool-id',
    variables: ['COGNITO_USER_POOL_ID'],
    keys: ['userPoolId', 'auth.user_pool_id', 'aws_user_pools_id'],
  },
  clientId: {
    flag: 'client-id',
    variables: ['COGNITO_CLIENT_ID'],
    keys: ['clientId', 'auth.user_pool_client_id', 'aws_user_pools_web_client_id'],
  },
  clientSecret: { flag: 'client-secret-file', variables: ['COGNITO_CLIENT_SECRET'], keys: [], secret: true },
  username: { flag: 'username', variables: ['BATCH_SERVICE_USERNAME'], keys: ['username'] },
  password: { flag: 'password-file', variables: ['BATCH_SERVICE_PASSWORD'], keys: [], secret: true },
  graphqlEndpoint: {
    flag: 'endpoint',
    variables: ['APPSYNC_GRAPHQL_ENDPOINT'],
    keys: ['graphqlEndpoint', 'data.url', 'aws_appsync_graphqlEndpoint'],
  },
  cognitoEndpoint: {
    flag: 'cognito-endpoint',
    variables: ['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', 'AWS_ENDPOINT_URL'],
    keys: ['cognitoEndpoint', 'custom.cognito_endpoint'],
  },
} as const satisfies Record<string, Setting>;

/** The name of a setting. */
export type SettingName = keyof typeof settings;
