// A process of its own that wants tokens: its options come on standard input, who it became goes to standard output.
import { text } from 'node:stream/consumers';
import { userPoolSource, type UserPoolOptions } from '../index.ts';
import { fileStore } from '../node.ts';

const { folder, ...options } = JSON.parse(await text(process.stdin)) as UserPoolOptions & { folder: string };
const source = userPoolSource({ ...options, store: fileStore(folder) });
const { username } = await source.identity();
const { authorization } = await source.headers({ url: '', method: 'POST', body: '' });
process.stdout.write(JSON.stringify({ username, token: authorization }));
