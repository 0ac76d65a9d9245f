import type { CallObserver } from '@postern/client';

// Where OpenTelemetry's API keeps what an SDK has registered; whoever has not loaded one pays nothing.
const registered = Symbol.for('opentelemetry.js.api.1');

/** Spans and metrics for the OpenTelemetry SDK of this process (`node --import …`); undefined where there is none. */
export async function registeredObserver(): Promise<CallObserver | undefined> {
  if (!(registered in globalThis)) return undefined;
  const { openTelemetry } = await import('@postern/client/otel');
  return openTelemetry();
}
