import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { makeSrpKeys, srpSignature } from '@postern/auth/srp';

const require = createRequire(import.meta.url);
const poolName = 'AbC123dEf';
const userId = 'batch-service';
const password = 'Correct-Horse-Battery-1';
// The server's numbers cost the client the same whatever they are.
const serverKey = randomBytes(384).toString('hex');
const salt = randomBytes(16).toString('hex');
const secretBlock = randomBytes(1_000).toString('base64');

type BigIntegerClass = new (text: string, radix: number) => object;

/** One sign-in's work for a client, as each library does it. */
export async function srpPeers(): Promise<Record<string, () => Promise<unknown>>> {
  return { '@postern/auth': ours, 'aws-amplify': amplify(), 'amazon-cognito-identity-js': identityJs() };
}

async function ours(): Promise<unknown> {
  const timestamp = 'Thu Mar 5 04:07:09 UTC 2026';
  const challenge = { poolName, userId, password, serverKey, salt, secretBlock, timestamp };
  return srpSignature(makeSrpKeys(), challenge);
}

function amplify(): () => Promise<unknown> {
  const auth = createRequire(require.resolve('aws-amplify')).resolve('@aws-amplify/auth');
  const folder = join(dirname(auth), 'providers/cognito/utils/srp');
  const { getAuthenticationHelper } = require(join(folder, 'getAuthenticationHelper.js')) as {
    getAuthenticationHelper(
      name: string,
    ): Promise<{ getPasswordAuthenticationKey(of: object): Promise<unknown> }>;
  };
  const { default: BigInteger } = require(join(folder, 'BigInteger/BigInteger.js')) as {
    default: BigIntegerClass;
  };
  return async () => {
    const helper = await getAuthenticationHelper(poolName);
    const numbers = { serverBValue: new BigInteger(serverKey, 16), salt: new BigInteger(salt, 16) };
    return helper.getPasswordAuthenticationKey({ username: userId, password, ...numbers });
  };
}

function identityJs(): () => Promise<unknown> {
  const folder = join(dirname(require.resolve('amazon-cognito-identity-js/package.json')), 'lib');
  const { default: Helper } = require(join(folder, 'AuthenticationHelper.js')) as {
    default: new (name: string) => {
      getPasswordAuthenticationKey(...of: [...unknown[], (error: unknown, key: unknown) => void]): void;
    };
  };
  const { default: BigInteger } = require(join(folder, 'BigInteger.js')) as { default: BigIntegerClass };
  return () =>
    new Promise((resolve, reject) => {
      const numbers = [new BigInteger(serverKey, 16), new BigInteger(salt, 16)];
      new Helper(poolName).getPasswordAuthenticationKey(userId, password, ...numbers, (error, key) =>
        error ? reject(error as Error) : resolve(key),
      );
    });
}
