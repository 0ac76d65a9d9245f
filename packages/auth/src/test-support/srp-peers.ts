// The SRP of the two libraries that AWS wrote, each behind one shape, and a server built from their numbers.
import { createHmac, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

interface BigInteger {
  toString(radix: number): string;
}
interface BigIntegerClass {
  new (text: string, radix: number): BigInteger;
}
type Done<Value> = (error: Error | null, value: Value) => void;

/** The client's side of an exchange as a peer does it, in hexadecimal. */
export interface Peer {
  readonly secret: string;
  readonly publicKey: string;
  /** The key that the claim is signed with. */
  key(challenge: { userId: string; password: string; serverKey: string; salt: string }): Promise<Uint8Array>;
  /** A password of the peer's own making, and what a server keeps of it. */
  enroll(userId: string): Promise<{ password: string; salt: string; verifier: string }>;
}

/** Begins an exchange. @param secret - Taken instead of a random one, in hexadecimal. */
export type PeerFactory = (poolName: string, secret?: string) => Promise<Peer>;

interface IdentityJsHelper {
  smallAValue: BigInteger;
  largeAValue: BigInteger;
  calculateA(a: BigInteger, done: Done<BigInteger>): void;
  getPasswordAuthenticationKey(
    userId: string,
    password: string,
    serverKey: BigInteger,
    salt: BigInteger,
    done: Done<Uint8Array>,
  ): void;
  generateHashDevice(group: string, userId: string, done: Done<null>): void;
  getRandomPassword(): string;
  getSaltDevices(): string;
  getVerifierDevices(): string;
}

/** amazon-cognito-identity-js. */
export const identityJs: PeerFactory = async (poolName, secret) => {
  const folder = join(dirname(require.resolve('amazon-cognito-identity-js/package.json')), 'lib');
  const { default: Helper } = require(join(folder, 'AuthenticationHelper.js')) as {
    default: new (poolName: string) => IdentityJsHelper;
  };
  const { default: BigInteger } = require(join(folder, 'BigInteger.js')) as { default: BigIntegerClass };
  const helper = new Helper(poolName);
  if (secret !== undefined) {
    helper.smallAValue = new BigInteger(secret, 16);
    helper.largeAValue = await promised((done) => helper.calculateA(helper.smallAValue, done));
  }
  return {
    secret: helper.smallAValue.toString(16),
    publicKey: helper.largeAValue.toString(16),
    key: ({ userId, password, serverKey, salt }) =>
      promised((done) =>
        helper.getPasswordAuthenticationKey(
          userId,
          password,
          new BigInteger(serverKey, 16),
          new BigInteger(salt, 16),
          done,
        ),
      ),
    enroll: async (userId) => {
      await promised((done: Done<null>) => helper.generateHashDevice(poolName, userId, done));
      return {
        password: helper.getRandomPassword(),
        salt: helper.getSaltDevices(),
        verifier: helper.getVerifierDevices(),
      };
    },
  };
};

interface AmplifyHelper {
  readonly a: BigInteger;
  readonly A: BigInteger;
  readonly g: BigInteger;
  readonly N: BigInteger;
  getPasswordAuthenticationKey(challenge: object): Promise<Uint8Array>;
  generateHashDevice(group: string, userId: string): Promise<void>;
  getRandomPassword(): string;
  getSaltToHashDevices(): string;
  getVerifierDevices(): string;
}

/** aws-amplify 6. */
export const amplify: PeerFactory = async (poolName, secret) => {
  const auth = createRequire(require.resolve('aws-amplify')).resolve('@aws-amplify/auth');
  const folder = join(dirname(auth), 'providers/cognito/utils/srp');
  const load = <Module>(file: string): Module => require(join(folder, file)) as Module;
  const { getAuthenticationHelper } = load<{
    getAuthenticationHelper(poolName: string): Promise<AmplifyHelper>;
  }>('getAuthenticationHelper.js');
  const { default: BigInteger } = load<{ default: BigIntegerClass }>('BigInteger/BigInteger.js');
  const { default: Helper } = load<{ default: new (parts: object) => AmplifyHelper }>(
    'AuthenticationHelper/AuthenticationHelper.js',
  );
  const { calculateA } = load<{ calculateA(parts: object): Promise<BigInteger> }>('calculate/calculateA.js');
  let helper = await getAuthenticationHelper(poolName);
  if (secret !== undefined) {
    const { g, N } = helper;
    const a = new BigInteger(secret, 16);
    helper = new Helper({ userPoolName: poolName, a, g, A: await calculateA({ a, g, N }), N });
  }
  return {
    secret: helper.a.toString(16),
    publicKey: helper.A.toString(16),
    key: ({ userId, password, serverKey, salt }) =>
      helper.getPasswordAuthenticationKey({
        username: userId,
        password,
        serverBValue: new BigInteger(serverKey, 16),
        salt: new BigInteger(salt, 16),
      }),
    enroll: async (userId) => {
      await helper.generateHashDevice(poolName, userId);
      return {
        password: helper.getRandomPassword(),
        salt: helper.getSaltToHashDevices(),
        verifier: helper.getVerifierDevices(),
      };
    },
  };
};

const constants = join(
  dirname(createRequire(require.resolve('aws-amplify')).resolve('@aws-amplify/auth')),
  'providers/cognito/utils/srp/constants.js',
);

/** `N` of the group, in hexadecimal, as Amplify has it. */
export const group = (require(constants) as { INIT_N: string }).INIT_N;

/** What a claim says, signed with a key that both sides have. */
export function claim(key: Uint8Array, poolName: string, userId: string, block: string, at: string): string {
  const signed = createHmac('sha256', key).update(poolName + userId, 'utf8');
  return signed.update(block, 'base64').update(at, 'utf8').digest('base64');
}

/** Some public number of a server that nobody checks, in hexadecimal. */
export function anyServerKey(): string {
  return randomBytes(384).toString('hex');
}

function promised<Value>(start: (done: Done<Value>) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });
}
