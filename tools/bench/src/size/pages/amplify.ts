// The same with aws-amplify's auth and api.
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { signIn } from 'aws-amplify/auth';

declare const settings: Record<'userPoolId' | 'clientId' | 'username' | 'password' | 'endpoint', string>;

const { endpoint, userPoolId, clientId: userPoolClientId, username, password } = settings;
Amplify.configure({
  Auth: { Cognito: { userPoolId, userPoolClientId } },
  API: { GraphQL: { endpoint, defaultAuthMode: 'userPool' } },
});
await signIn({ username, password });
export const answer = await generateClient().graphql({ query: '{ getItem(id: "1") { id } }' });
