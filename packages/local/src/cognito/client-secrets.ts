import { checkPool, findClient } from './app-client.ts';
import type { AppClient, ClientSecret } from './entities.ts';
import { CognitoException, invalidParameter } from './exception.ts';
import { optionalString, requiredString, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import { secretsOf } from './secrets-of.ts';
import { randomName } from './random-name.ts';

const atMost = 2;

/** `AddUserPoolClientSecret`: a second secret, so that callers can change over one by one. */
export function addUserPoolClientSecret(pool: Pool, input: Input): object {
  checkPool(pool, input);
  const client = findClient(pool, input);
  const secrets = secretsOf(client);
  if (secrets.length === 0) throw invalidParameter('Client does not have a secret.');
  if (secrets.length >= atMost) {
    throw new CognitoException('LimitExceededException', `A client has ${atMost} secrets at most.`);
  }
  const given = optionalString(input, 'ClientSecret');
  if (given !== undefined && !/^[\w+]{24,64}$/.test(given)) {
    throw invalidParameter('ClientSecret has to be 24 to 64 characters of [\\w+].');
  }
  const createdAt = pool.now();
  const added = { id: `${client.id}--${createdAt}`, value: given ?? randomName(51), createdAt };
  keep(pool, client, [...secrets, added]);
  return { ClientSecretDescriptor: describe(added, given === undefined) };
}

/** `ListUserPoolClientSecrets`, without their values. */
export function listUserPoolClientSecrets(pool: Pool, input: Input): object {
  checkPool(pool, input);
  return { ClientSecrets: secretsOf(findClient(pool, input)).map((secret) => describe(secret, false)) };
}

/** `DeleteUserPoolClientSecret`; the last one stays. */
export function deleteUserPoolClientSecret(pool: Pool, input: Input): object {
  checkPool(pool, input);
  const client = findClient(pool, input);
  const id = requiredString(input, 'ClientSecretId');
  const secrets = secretsOf(client);
  const left = secrets.filter((secret) => secret.id !== id);
  if (left.length === secrets.length) {
    throw new CognitoException('ResourceNotFoundException', `Client secret ${id} does not exist.`);
  }
  if (left.length === 0) throw invalidParameter('The only secret of a client cannot be deleted.');
  keep(pool, client, left);
  return {};
}

function keep({ store }: Pool, client: AppClient, secrets: readonly ClientSecret[]): void {
  store.updateClient({ ...client, secret: secrets[0]?.value ?? null, secrets });
}

function describe({ id, value, createdAt }: ClientSecret, isNew: boolean): object {
  return {
    ClientSecretId: id,
    ...(isNew ? { ClientSecretValue: value } : {}),
    ClientSecretCreateDate: createdAt / 1000,
  };
}
