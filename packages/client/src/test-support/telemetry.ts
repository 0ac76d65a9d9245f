import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { onTestFinished } from 'vitest';
import { openTelemetry } from '../otel.ts';

/** OpenTelemetry's own SDK for one test, whose exporters keep what they get. */
export function telemetry() {
  const exporter = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const points = new InMemoryMetricExporter(0);
  const reader = new PeriodicExportingMetricReader({ exporter: points, exportIntervalMillis: 600_000 });
  const meters = new MeterProvider({ readers: [reader] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  onTestFinished(async () => {
    context.disable();
    await meters.shutdown();
  });
  return {
    observer: openTelemetry({ tracer: tracers.getTracer('t'), meter: meters.getMeter('t') }),
    spans: () => exporter.getFinishedSpans(),
    /** By name: for each point its error and its value, of a histogram the count. */
    metrics: async () => {
      points.reset();
      await reader.forceFlush();
      const all = points.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((of) => of.metrics));
      const found = all.map(({ descriptor, dataPoints }) => [
        descriptor.name,
        dataPoints.map(({ attributes, value }) => [
          attributes['error.type'],
          typeof value === 'number' ? value : (value as { count: number }).count,
        ]),
      ]);
      return Object.fromEntries(found) as Record<string, [string | undefined, number][]>;
    },
    /** Everything of the metrics, to be searched. */
    rawMetrics: async () => {
      await reader.forceFlush();
      return points.getMetrics();
    },
  };
}
