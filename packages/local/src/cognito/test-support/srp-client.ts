import * as identity from 'amazon-cognito-identity-js';

// What the library uses itself and exports, without types.
interface BigInteger {
  toString(radix: number): string;
}
interface Helper {
  readonly largeAValue: BigInteger & { constructor: new (digits: string, radix: number) => BigInteger };
  getLargeAValue(callback: (error: unknown, value: BigInteger) => void): void;
  getPasswordAuthenticationKey(
    username: string,
    password: string,
    serverKey: BigInteger,
    salt: BigInteger,
    callback: (error: unknown, key: Uint8Array) => void,
  ): void;
}
const { AuthenticationHelper, DateHelper } = identity as unknown as {
  AuthenticationHelper: new (poolName: string) => Helper;
  DateHelper: new () => { getNowString(): string };
};

/** The client's side of SRP by amazon-cognito-identity-js, one step at a time. */
export interface SrpClient {
  /** `SRP_A`. */
  readonly publicKey: string;
  /** The key that signs the claim. */
  key(username: string, password: string, serverKey: string, salt: string): Promise<Uint8Array>;
}

export async function startSrp(poolName: string): Promise<SrpClient> {
  const helper = new AuthenticationHelper(poolName);
  const publicKey = await promised<BigInteger>((done) => helper.getLargeAValue(done));
  const Integer = helper.largeAValue.constructor;
  return {
    publicKey: publicKey.toString(16),
    key: (username, password, serverKey, salt) =>
      promised((done) =>
        helper.getPasswordAuthenticationKey(
          username,
          password,
          new Integer(serverKey, 16),
          new Integer(salt, 16),
          done,
        ),
      ),
  };
}

/** `TIMESTAMP`, as the library writes it. */
export function timestamp(): string {
  return new DateHelper().getNowString();
}

function promised<Value>(start: (done: (error: unknown, value: Value) => void) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(value);
    });
  });
}
