// The same with amazon-cognito-identity-js and fetch.
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

declare const settings: Record<'userPoolId' | 'clientId' | 'username' | 'password' | 'endpoint', string>;

const {
  endpoint,
  userPoolId: UserPoolId,
  clientId: ClientId,
  username: Username,
  password: Password,
} = settings;
const user = new CognitoUser({ Username, Pool: new CognitoUserPool({ UserPoolId, ClientId }) });
user.authenticateUser(new AuthenticationDetails({ Username, Password }), {
  onSuccess: (session) => {
    const headers = { authorization: session.getAccessToken().getJwtToken() };
    const body = JSON.stringify({ query: '{ getItem(id: "1") { id } }' });
    void fetch(endpoint, { method: 'POST', headers, body });
  },
  onFailure: (error) => {
    throw error;
  },
});
