// A process of its own that wants tokens from the keychain: options on standard input, what came of it on standard output.
import { readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { userPoolSource, type UserPoolOptions } from '../index.ts';
import { keychainStore } from '../node.ts';

const { folder, signOut, ...options } = JSON.parse(await text(process.stdin)) as UserPoolOptions & {
  folder: string;
  signOut?: boolean;
};
const store = keychainStore(folder, { service: `postern-test-${process.ppid}` });
const source = userPoolSource({ ...options, store });
const { username } = await source.identity();
if (signOut) await source.signOut();
const files = readdirSync(folder).length;
process.stdout.write(JSON.stringify({ username, kind: await store.kind(), files }));
