import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
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
  try {
    await access(name);
  } catch (error) {
    throw notOpened(name, error);
  }
  return createReadStream(name);
}

async function openObject(name: string): Promise<Pieces> {
  const { hostname: Bucket, pathname } = new URL(name);
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  try {
    const { Body } = await new S3Client({ forcePathStyle: true, requestHandler: nodeAgents() }).send(
      new GetObjectCommand({ Bucket, Key: decodeURIComponent(pathname.slice(1)) }),
    );
    return Body as Pieces;
  } catch (error) {
    throw notOpened(name, error);
  }
}

function notOpened(name: string, cause: unknown): UsageError {
  const { code, name: kind } = (cause ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  const why = typeof code === 'string' ? code : typeof kind === 'string' ? kind : 'unknown';
  return new UsageError(`--input: ${name} cannot be read (${why}).`, { cause });
}
