// A program that has everybody ready and then only uses tokens that are kept: options on standard input.
import { text } from 'node:stream/consumers';
import {
  apiKeySource,
  iamSource,
  identityPoolCredentials,
  machineSource,
  tokenSource,
  userPoolLogin,
  userPoolSource,
  type UserPoolOptions,
} from '../index.ts';
import {
  assumedRole,
  awsChain,
  awsVault,
  fileStore,
  fileVault,
  hostedUiSource,
  keychainStore,
  secretsManagerStore,
} from '../node.ts';

const { folder, ...options } = JSON.parse(await text(process.stdin)) as UserPoolOptions & { folder: string };
const { region, userPoolId, clientId } = options;
const person = userPoolSource({ ...options, store: fileStore(folder) });
const login = userPoolLogin(person);
const secretId = 'batch';
const server = 'https://example.auth.eu-west-1.amazoncognito.com';
const identityPoolId = 'eu-west-1:01234567-89ab-cdef-0123-456789abcdef';
apiKeySource({ apiKey: 'da2-example' });
tokenSource({ token: () => 'a-token' });
machineSource({ userPoolId, clientId, clientSecret: 's', server });
hostedUiSource({ userPoolId, clientId, server, open: () => undefined });
iamSource({ region, credentials: awsChain() });
iamSource({ region, credentials: assumedRole({ region, roleArn: 'arn:aws:iam::000000000000:role/batch' }) });
iamSource({ region, credentials: identityPoolCredentials({ region, identityPoolId, login }) });
keychainStore(folder);
secretsManagerStore({ secretId, region });
awsVault({ secretId, region });
fileVault(folder);
await person.headers({ url: '', method: 'POST', body: '' });
