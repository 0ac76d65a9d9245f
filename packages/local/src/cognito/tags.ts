import { CognitoException, invalidParameter } from './exception.ts';
import { requiredString, stringMap, type Input } from './input.ts';
import type { Pools } from './pools.ts';
import type { PoolStore } from './pool-store.ts';

// AWS's limit for each pool.
const atMost = 50;

/** `TagResource`. */
export function tagResource(pools: Pools, input: Input): object {
  const store = tagged(pools, input);
  const tags = { ...store.settings.tags, ...stringMap(input, 'Tags') };
  if (Object.keys(tags).length > atMost) throw invalidParameter(`A user pool has ${atMost} tags at most.`);
  store.changeSettings({ tags });
  return {};
}

/** `UntagResource`. */
export function untagResource(pools: Pools, input: Input): object {
  const store = tagged(pools, input);
  const keys: unknown = input.TagKeys ?? [];
  if (!Array.isArray(keys)) throw new CognitoException('SerializationException', 'TagKeys is not a list.');
  const tags = Object.fromEntries(Object.entries(store.settings.tags).filter(([key]) => !keys.includes(key)));
  store.changeSettings({ tags });
  return {};
}

/** `ListTagsForResource`. */
export function listTagsForResource(pools: Pools, input: Input): object {
  return { Tags: tagged(pools, input).settings.tags };
}

function tagged(pools: Pools, input: Input): PoolStore {
  const arn = requiredString(input, 'ResourceArn', /^arn:[\w+=/,.@-]+:cognito-idp:.+$/);
  const open = pools.byId(arn.split('/').at(-1) ?? '');
  if (!open) throw new CognitoException('ResourceNotFoundException', `Resource ${arn} does not exist.`);
  return open.pool.store;
}
