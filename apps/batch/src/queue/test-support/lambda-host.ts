// A process that a Lambda function lives in: events come as messages of the parent, answers go back to it.
import type { Context } from 'aws-lambda';
import type { BatchEvent } from '../lambda-handler.ts';

interface Invocation {
  readonly event: BatchEvent;
  readonly remainingMs: number;
}

type Handler = (event: BatchEvent, context: Context) => Promise<unknown>;

const { handler } = (await import(process.argv[2] ?? '')) as { readonly handler: Handler };
process.on('message', ({ event, remainingMs }: Invocation) => {
  const context = {
    functionName: 'postern-batch',
    functionVersion: '1',
    memoryLimitInMB: '256',
    awsRequestId: 'request-1',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:postern-batch',
    getRemainingTimeInMillis: () => remainingMs,
  } as Context;
  handler(event, context).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.('ready');
