// A process of its own in which somebody should sign in in a browser, and does not: options on standard input, the error on
// standard output.
import { text } from 'node:stream/consumers';
import { hostedUiSource } from '../node.ts';
import type { AuthError } from '../index.ts';

const options = JSON.parse(await text(process.stdin)) as Parameters<typeof hostedUiSource>[0];
const source = hostedUiSource({ ...options, open: () => undefined });
const error: unknown = await source.tokens().catch((caught: unknown) => caught);
const { code, message } = error as AuthError;
process.stdout.write(JSON.stringify({ code, message }));
