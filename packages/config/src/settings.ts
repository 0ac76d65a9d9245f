/** A value that configuration can supply, and where from. */
export interface Setting {
  /** A flag's name without dashes. Of a secret it names a file: the app reads that, and hands in what it holds. */
  readonly flag: string;
  /** Environment variables, first wins. */
  readonly variables: readonly string[];
  /** Keys in project files, as paths with dots, first wins. The first one is ours: `postern.config.json` has it. */
  readonly keys: readonly string[];
  /** Names of outputs of a CDK app, whatever the case, first wins. @defaultValue none */
  readonly outputs?: readonly string[];
  /** Its value is never shown. @defaultValue `false` */
  readonly secret?: boolean;
  /** The values that make sense. @defaultValue any */
  readonly oneOf?: readonly string[];
  /** It has to be an `http` or `https` address. @defaultValue `false` */
  readonly address?: boolean;
  /** Another way to supply it, for the error that says it is missing. */
  readonly orElse?: string;
}

// Where Amplify's mobile flavour of amplifyconfiguration.json keeps what we need.
const mobile = 'auth.plugins.awsCognitoAuthPlugin';

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
      `${mobile}.CognitoUserPool.Default.Region`,
    ],
    outputs: ['Region', 'AuthRegion', 'AwsAppsyncRegion'],
  },
  userPoolId: {
    flag: 'user-pool-id',
    variables: ['COGNITO_USER_POOL_ID'],
    keys: [
      'userPoolId',
      'auth.user_pool_id',
      'aws_user_pools_id',
      `${mobile}.CognitoUserPool.Default.PoolId`,
    ],
    outputs: ['UserPoolId'],
  },
  clientId: {
    flag: 'client-id',
    variables: ['COGNITO_CLIENT_ID'],
    keys: [
      'clientId',
      'auth.user_pool_client_id',
      'aws_user_pools_web_client_id',
      `${mobile}.CognitoUserPool.Default.AppClientId`,
    ],
    outputs: ['UserPoolClientId', 'WebClientId', 'ClientId'],
  },
  clientSecret: { flag: 'client-secret-file', variables: ['COGNITO_CLIENT_SECRET'], keys: [], secret: true },
  username: { flag: 'username', variables: ['BATCH_SERVICE_USERNAME'], keys: ['username'] },
  password: {
    flag: 'password-file',
    variables: ['BATCH_SERVICE_PASSWORD'],
    keys: [],
    secret: true,
    orElse: 'set BATCH_SERVICE_PASSWORD_ARN to a secret of AWS Secrets Manager',
  },
  graphqlEndpoint: {
    flag: 'endpoint',
    variables: ['APPSYNC_GRAPHQL_ENDPOINT'],
    keys: ['graphqlEndpoint', 'data.url', 'aws_appsync_graphqlEndpoint', `${mobile}.AppSync.Default.ApiUrl`],
    outputs: [
      'GraphqlEndpoint',
      'GraphqlApiEndpoint',
      'AwsAppsyncApiEndpoint',
      'GraphqlApiEndpointOutput',
      'GraphqlUrl',
    ],
    address: true,
  },
  // The id in the API's ARN, which is not the one in its address.
  apiId: {
    flag: 'api-id',
    variables: ['APPSYNC_API_ID'],
    keys: ['apiId'],
    outputs: ['GraphqlApiId', 'GraphqlApiIdOutput', 'AwsAppsyncApiId'],
  },
  account: { flag: 'account', variables: ['AWS_ACCOUNT_ID', 'CDK_DEFAULT_ACCOUNT'], keys: ['account'] },
  cognitoEndpoint: {
    flag: 'cognito-endpoint',
    variables: ['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', 'AWS_ENDPOINT_URL'],
    keys: ['cognitoEndpoint', 'custom.cognito_endpoint'],
    address: true,
  },
  flow: {
    flag: 'flow',
    variables: ['COGNITO_AUTH_FLOW'],
    keys: ['flow'],
    oneOf: ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'],
  },
  passwordArn: {
    flag: 'password-arn',
    variables: ['BATCH_SERVICE_PASSWORD_ARN'],
    keys: ['passwordArn'],
    outputs: ['ServicePasswordArn'],
  },
  apiKey: {
    flag: 'api-key-file',
    variables: ['APPSYNC_API_KEY'],
    keys: ['apiKey', 'data.api_key', 'aws_appsync_apiKey', `${mobile}.AppSync.Default.ApiKey`],
    outputs: ['AwsAppsyncApiKey', 'GraphqlApiKey', 'GraphqlApiKeyOutput', 'ApiKey'],
    secret: true,
  },
  profile: { flag: 'profile', variables: ['AWS_PROFILE'], keys: ['profile'] },
  dataDir: { flag: 'data', variables: ['POSTERN_DATA'], keys: ['dataDir'] },
  logLevel: {
    flag: 'log-level',
    variables: ['LOG_LEVEL'],
    keys: ['logLevel'],
    oneOf: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
  },
} as const satisfies Record<string, Setting>;

/** The name of a setting. */
export type SettingName = keyof typeof settings;

/** What a setting can be. */
export type SettingValue<Name extends SettingName> = (typeof settings)[Name] extends {
  readonly oneOf: readonly (infer Value)[];
}
  ? Value
  : string;
