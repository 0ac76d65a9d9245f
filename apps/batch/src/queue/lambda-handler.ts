import type { Context, EventBridgeEvent, S3Event, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { handleMessages } from './handle-messages.ts';
import { handleSource, type Source } from './handle-source.ts';
import type { LambdaParts } from './lambda-parts.ts';
import { objectRun } from './object-run.ts';

/** What the function is called for. */
export type BatchEvent = SQSEvent | S3Event | EventBridgeEvent<string, unknown>;

/**
 * Makes the Lambda function of a job on a queue. Messages of the queue are worked on; an object that was created in S3, and a
 * schedule's event, fill the queue.
 *
 * @param open - Connects; called with the first event, and again after it has failed.
 */
export function createHandler(
  open: () => Promise<LambdaParts>,
): (event: BatchEvent, context: Context) => Promise<SQSBatchResponse | undefined> {
  let opening: Promise<LambdaParts> | undefined;
  return async (event, context) => {
    opening ??= open();
    const parts = await opening.catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    const { logger, publish } = parts.telemetry;
    logger.addContext(context);
    try {
      if (isQueueEvent(event)) return await handleMessages(event, context, parts);
      const sources = sourcesOf(event);
      if (sources === undefined) throw new TypeError(`This function takes ${accepted}.`);
      for (const source of sources) await handleSource(source, context, parts);
      return undefined;
    } finally {
      publish();
    }
  };
}

const accepted =
  'events of SQS and S3 ("Records"), "Object Created" of EventBridge, and schedules ("detail-type": "Scheduled Event", "id")';

function isQueueEvent(event: BatchEvent): event is SQSEvent {
  return 'Records' in event && event.Records.some((record) => 'messageId' in record);
}

function sourcesOf(event: BatchEvent): readonly Source[] | undefined {
  if ('Records' in event) {
    const objects = event.Records.filter((record) => 's3' in record);
    if (objects.length !== event.Records.length) return undefined;
    return objects.map(({ s3 }) => ofObject({ ...s3.object, bucket: s3.bucket.name, encoded: true }));
  }
  // S3 says once that it may call.
  if ('Event' in event && event.Event === 's3:TestEvent') return [];
  if (event['detail-type'] === 'Scheduled Event' && event.id) return [{ run: `schedule-${event.id}` }];
  if (event['detail-type'] === 'Object Created') {
    const { bucket, object } = event.detail as ObjectCreated;
    const { 'version-id': versionId, etag: eTag, ...rest } = object;
    return [ofObject({ ...rest, versionId, eTag, bucket: bucket.name, encoded: false })];
  }
  return undefined;
}

interface ObjectCreated {
  readonly bucket: { readonly name: string };
  readonly object: {
    readonly key: string;
    readonly sequencer: string;
    readonly etag?: string;
    readonly 'version-id'?: string;
  };
}

interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  readonly sequencer: string;
  readonly eTag?: string | undefined;
  readonly versionId?: string | undefined;
  /** S3's own events have keys as in forms, EventBridge's as they are. */
  readonly encoded: boolean;
}

function ofObject({ bucket, key: given, encoded, versionId, sequencer }: CreatedObject): Source {
  const key = encoded ? decodeURIComponent(given.replaceAll('+', ' ')) : given;
  const object = { bucket, key, versionId };
  return { object, run: objectRun(object, sequencer) };
}
