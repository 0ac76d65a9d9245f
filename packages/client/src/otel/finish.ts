import { SpanStatusCode, type Span, type TimeInput } from '@opentelemetry/api';

/**
 * Ends a span with its error's code alone: a message or a stack may repeat what somebody sent.
 *
 * @param endTime - @defaultValue now
 */
export function finish(span: Span, error: string | undefined, endTime?: TimeInput): void {
  if (error !== undefined) {
    span.setAttribute('error.type', error);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(endTime);
}
