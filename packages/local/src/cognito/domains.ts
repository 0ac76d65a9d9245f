import { CognitoException, invalidParameter, unsupported } from './exception.ts';
import { optionalInteger, requiredString, type Input } from './input.ts';
import type { Pools } from './pools.ts';
import { named } from './user-pools.ts';

const pattern = /^[a-z0-9](?:[a-z0-9-.]{0,61}[a-z0-9])?$/;

/** `CreateUserPoolDomain`: from now on the sign-in pages serve the pool's app clients, at this server's own address. */
export function createUserPoolDomain(pools: Pools, input: Input): object {
  const { poolId } = named(pools, input).pool.store;
  const domain = requiredString(input, 'Domain', pattern);
  if (/aws|amazon|cognito/.test(domain)) {
    throw invalidParameter(`Domain cannot contain reserved word: ${/aws|amazon|cognito/.exec(domain)?.[0]}`);
  }
  const version = managedLoginVersion(input);
  if (pools.directory.poolOfDomain(domain) !== undefined) {
    throw invalidParameter(`Domain already associated with another user pool.`);
  }
  if (pools.directory.domainOf(poolId)) {
    throw invalidParameter('User pool already has a domain configured.');
  }
  pools.directory.addDomain(domain, poolId, version);
  return { ManagedLoginVersion: version };
}

/** `DescribeUserPoolDomain`; of one that is not there it says nothing, as AWS does. */
export function describeUserPoolDomain(pools: Pools, input: Input): object {
  const domain = requiredString(input, 'Domain', pattern);
  const id = pools.directory.poolOfDomain(domain);
  if (id === undefined) return { DomainDescription: {} };
  const { version } = pools.directory.domainOf(id) ?? {};
  return {
    DomainDescription: {
      UserPoolId: id,
      AWSAccountId: '000000000000',
      Domain: domain,
      Status: 'ACTIVE',
      ManagedLoginVersion: version,
    },
  };
}

/** `UpdateUserPoolDomain`. */
export function updateUserPoolDomain(pools: Pools, input: Input): object {
  const domain = ownDomain(pools, input);
  const version = managedLoginVersion(input);
  pools.directory.updateDomain(domain, version);
  return { ManagedLoginVersion: version };
}

/** `DeleteUserPoolDomain`. */
export function deleteUserPoolDomain(pools: Pools, input: Input): object {
  pools.directory.deleteDomain(ownDomain(pools, input));
  return {};
}

function ownDomain(pools: Pools, input: Input): string {
  const { poolId } = named(pools, input).pool.store;
  const domain = requiredString(input, 'Domain', pattern);
  if (pools.directory.poolOfDomain(domain) === poolId) return domain;
  throw new CognitoException('ResourceNotFoundException', `No such domain or user pool exists.`);
}

// The version says how AWS's pages look. Ours look the same in both.
function managedLoginVersion(input: Input): number {
  if (input.CustomDomainConfig != null) throw unsupported('CustomDomainConfig');
  if (input.Routing != null) throw unsupported('Routing');
  return optionalInteger(input, 'ManagedLoginVersion', 1, 2) ?? 1;
}
