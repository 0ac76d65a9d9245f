import { createReadStream } from 'node:fs';
import type { Pieces } from '@postern/batch';
import type { RangedInput } from '@postern/batch/queue';
import { UsageError } from '../errors.ts';
import { notOpened, placeOf, statInput } from '../input/open-input.ts';
import { nodeAgents } from '../node-agents.ts';

/** An object in S3. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
  /** Reads this version though there may be a newer one. */
  readonly versionId?: string | undefined;
}

/**
 * Opens what `--input` names: a file, or `s3://bucket/key` with the AWS credentials of the environment.
 *
 * @throws UsageError when it is not there.
 */
export async function rangedInput(name: string): Promise<RangedInput> {
  if (name === '-') {
    throw new UsageError(
      '--input -: standard input cannot be read from the middle; name a file or an object.',
    );
  }
  if (name.startsWith('s3://')) {
    const place = placeOf(name);
    return s3Input(place).catch((cause: unknown) => {
      throw notOpened(name, cause);
    });
  }
  const { size: bytes } = await statInput(name);
  return { name, bytes, open: (start) => Promise.resolve(createReadStream(name, { start })) };
}

/** Opens an object in S3, which can be read from any byte on. @throws What S3 says. */
export async function s3Input({ bucket, key, versionId }: S3Place): Promise<RangedInput> {
  const { GetObjectCommand, HeadObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const s3 = new S3Client({ forcePathStyle: true, requestHandler: nodeAgents() });
  const place = { Bucket: bucket, Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }) };
  const { ContentLength: bytes = 0 } = await s3.send(new HeadObjectCommand(place));
  return {
    name: `s3://${bucket}/${key}`,
    bytes,
    open: async (from) => {
      const { Body } = await s3.send(new GetObjectCommand({ ...place, Range: `bytes=${from}-` }));
      return Body as Pieces;
    },
  };
}
