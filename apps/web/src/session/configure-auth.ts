import { Amplify } from 'aws-amplify';
import type { Settings } from '../settings/settings.ts';

/** Points Amplify at the user pool. */
export function configureAuth({ userPoolId, clientId, cognitoEndpoint }: Settings): void {
  const place = cognitoEndpoint === undefined ? {} : { userPoolEndpoint: cognitoEndpoint };
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId, ...place } } });
}
