import type { Local } from '@postern/local';

/** The environment variables that a real account needs, for a local backend and one of its users. */
export function environmentFor(local: Local, username = 'batch-service'): Record<string, string> {
  return {
    AWS_REGION: local.region,
    COGNITO_USER_POOL_ID: local.userPoolId,
    COGNITO_CLIENT_ID: local.clients.public.clientId,
    BATCH_SERVICE_USERNAME: username,
    BATCH_SERVICE_PASSWORD: local.users.find((user) => user.username === username)?.password ?? '',
    APPSYNC_GRAPHQL_ENDPOINT: local.graphqlEndpoint,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: local.cognitoEndpoint,
  };
}
