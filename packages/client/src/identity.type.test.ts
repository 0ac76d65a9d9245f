import type { Client } from './client.ts';
import { createClient } from './client.ts';
import type { CallableBy } from './identity.ts';
import type { TypedOperation } from './operation.ts';

// Compiled by `tsc` with the package, never run: each line below an @ts-expect-error must not compile.

type Open<Groups, User extends 'allow' | 'deny' | 'depends'> = {
  readonly groups: Groups;
  readonly user: User;
  readonly owner: User;
  readonly guest: 'deny';
  readonly iam: 'allow';
  readonly apiKey: 'deny';
  readonly oidc: 'deny';
  readonly lambda: 'deny';
};
type Operation<Access extends TypedOperation['access'], Name extends string = string> = TypedOperation<
  { id: string },
  { id: string },
  Access,
  Name
>;

type AccessOf<Operation> = Operation extends { readonly access: infer Access } ? Access : never;

declare const onlyBatch: Operation<
  Open<{ readonly BatchProcessor: 'allow'; readonly Viewer: 'deny' }, 'deny'>,
  'OnlyBatch'
>;
declare const ownersToo: Operation<
  Open<{ readonly BatchProcessor: 'allow'; readonly Viewer: 'depends' }, 'depends'>
>;

const options = { endpoint: 'http://127.0.0.1/graphql', headers: () => ({}) };
const input = { id: '1' };

export async function whoMayCallWhat(groupsFromToken: string[]): Promise<void> {
  const batch = createClient({ ...options, identity: { groups: ['BatchProcessor'] } });
  await batch.request(onlyBatch, input);
  await batch.many(onlyBatch, [input]);

  const viewer = createClient({ ...options, identity: { groups: ['Viewer'] } });
  // What depends on the record compiles; what no record can allow does not.
  await viewer.request(ownersToo, input);
  // @ts-expect-error Members of Viewer may never call OnlyBatch.
  await viewer.request(onlyBatch, input);
  // @ts-expect-error The same under aliases,
  await viewer.batch(onlyBatch, [input]);
  // @ts-expect-error in any number,
  await viewer.many(onlyBatch, [input]);
  // @ts-expect-error and page by page,
  viewer.pages(onlyBatch, input);
  // @ts-expect-error over partitions,
  viewer.partitions(onlyBatch, [input]);
  // @ts-expect-error and in real time.
  viewer.subscribe(onlyBatch, input);

  // The error says who may not call what.
  type Denied = CallableBy<AccessOf<typeof onlyBatch>, { readonly groups: readonly ['Viewer'] }, 'OnlyBatch'>;
  ({ denied: 'Members of Viewer may never call OnlyBatch.' }) satisfies Denied;
  // @ts-expect-error It says nothing else.
  ({ denied: 'Members of Viewer may never call Another.' }) satisfies Denied;

  const both = createClient({ ...options, identity: { groups: ['Viewer', 'BatchProcessor'] } });
  await both.request(onlyBatch, input);

  const nobody = createClient({ ...options, identity: { groups: [] } });
  // @ts-expect-error A user in no group may never call OnlyBatch.
  await nobody.request(onlyBatch, input);

  const guest = createClient({ ...options, identity: { kind: 'guest' } });
  // @ts-expect-error A caller of kind guest may never call this operation.
  await guest.request(ownersToo, input);
  await createClient({ ...options, identity: { kind: 'iam' } }).request(onlyBatch, input);

  // Groups that only the token knows, and no identity at all: the server decides.
  await createClient({ ...options, identity: { groups: groupsFromToken } }).request(onlyBatch, input);
  const anybody: Client = createClient(options);
  await anybody.request(onlyBatch, input);
  // A client for somebody is a client.
  const passedOn: Client = viewer;
  await passedOn.request(onlyBatch, input);
}

export async function whatTheTypesSay(client: Client): Promise<void> {
  const { data } = await client.request(onlyBatch, input);
  data.id satisfies string;
  // @ts-expect-error A variable is missing.
  await client.request(onlyBatch, {});
  // @ts-expect-error A subscription's as well.
  client.subscribe(onlyBatch);
  // @ts-expect-error The operation does not take this variable.
  await client.request(onlyBatch, { id: '1', other: 1 });
  // @ts-expect-error A variable has another type.
  await client.request(onlyBatch, { id: 1 });
}
