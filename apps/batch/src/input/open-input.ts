import { constants, createReadStream, type Stats } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Pieces } from '@postern/batch';
import { UsageError } from '../errors.ts';
import { nodeAgents } from '../node-agents.ts';

/**
 * Opens what `--input` names: a file, `-` for standard input, or `s3://bucket/key` with the AWS credentials of the environment.
 *
 * @throws UsageError when it cannot be opened.
 */
export async function openInput(name: string): Promise<Pieces> {
  if (name === '-') {
    if (!process.stdin.isTTY) return process.stdin;
    throw new UsageError('--input -: standard input is a terminal; pipe NDJSON into it.');
  }
  if (name.startsWith('s3://')) return openObject(name);
  await statInput(name);
  return createReadStream(name);
}

/** What is known of a file of items. @throws UsageError when it cannot be read, or is a folder. */
export async function statInput(name: string): Promise<Stats> {
  try {
    await access(name, constants.R_OK);
    const found = await stat(name);
    if (!found.isDirectory()) return found;
  } catch (error) {
    throw notOpened(name, error);
  }
  throw new UsageError(`--input: ${name} is a folder; it takes one file.`);
}

/** An object's bucket and key, in which `%20` is a space. @throws UsageError when one of them is missing. */
export function placeOf(name: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(name) ?? [];
  try {
    if (bucket !== '' && key !== '') return { bucket, key: decodeURIComponent(key) };
  } catch (cause) {
    throw new UsageError(`--input: ${name} has a % that is no %25; write it so.`, { cause });
  }
  throw new UsageError(`--input: ${name} has to be s3://bucket/key.`);
}

async function openObject(name: string): Promise<Pieces> {
  const { bucket: Bucket, key: Key } = placeOf(name);
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  try {
    const { Body } = await new S3Client({ forcePathStyle: true, requestHandler: nodeAgents() }).send(
      new GetObjectCommand({ Bucket, Key }),
    );
    return Body as Pieces;
  } catch (error) {
    throw notOpened(name, error);
  }
}

/** Says why an input cannot be opened, by the code of the system or the name of what S3 said. */
export function notOpened(name: string, cause: unknown): UsageError {
  const { code, name: kind } = (cause ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  const why = typeof code === 'string' ? code : typeof kind === 'string' ? kind : 'unknown';
  return new UsageError(`--input: ${name} cannot be read (${why}).`, { cause });
}
