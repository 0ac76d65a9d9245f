import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { UserPoolOptions } from '../index.ts';

/** Who a process became. */
export interface Became {
  readonly username: string;
  readonly token: string;
}

const script = join(import.meta.dirname, 'sign-in-process.ts');

/**
 * Starts a process of its own that signs in and keeps its tokens in a folder.
 *
 * @param through - A command that runs it.
 */
export function startSignIn(
  { now: _, ...options }: UserPoolOptions,
  folder: string,
  ...through: string[]
): { readonly child: ChildProcess; readonly became: Promise<Became> } {
  const [command = '', ...given] = [...through, process.execPath, script];
  const child = spawn(command, given, { stdio: 'pipe' });
  child.stdin.end(JSON.stringify({ ...options, folder }));
  return { child, became: answer(child.stdout, child.stderr) };
}

async function answer(...streams: [NodeJS.ReadableStream, NodeJS.ReadableStream]): Promise<Became> {
  const [out, failed] = await Promise.all(streams.map((stream) => text(stream)));
  if (!out) throw new Error(failed);
  return JSON.parse(out) as Became;
}
