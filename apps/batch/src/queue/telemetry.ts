import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { QueueRunEnded, Settlement } from '@postern/batch/queue';
import type { BreakerReport } from '@postern/client';
import { breakerLines } from '../display/breaker-lines.ts';

/** Figures for CloudWatch (embedded metric format) and structured logs, both on standard output. */
export interface Telemetry {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Logs that the API is asked no more because it does not answer, and when it is again. */
  breaker(report: BreakerReport): void;
  /** Counts what became of some messages, and logs those that did not end well; never an item or a token. */
  settled(settlement: Settlement): void;
  /** Writes the figures of a whole run. */
  runEnded(report: QueueRunEnded): void;
  /** Writes the figures counted since the last time, if there are any. */
  publish(): void;
}

const serviceName = 'postern-batch';

/**
 * Opens figures and logs of a job. Powertools reads `POWERTOOLS_SERVICE_NAME`, `POWERTOOLS_METRICS_NAMESPACE` and
 * `POWERTOOLS_LOG_LEVEL` itself.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function openTelemetry(job: string, environment: NodeJS.ProcessEnv): Telemetry {
  const namespace = environment.POWERTOOLS_METRICS_NAMESPACE ?? 'Postern/Batch';
  const name = environment.POWERTOOLS_SERVICE_NAME ?? serviceName;
  const logger = new Logger({ serviceName: name, persistentKeys: { job } });
  const metrics = new Metrics({ namespace, serviceName: name, defaultDimensions: { job } });
  const counts = new Map<string, number>();
  const count = (metric: string, by: number): void => {
    if (by > 0) counts.set(metric, (counts.get(metric) ?? 0) + by);
  };
  return {
    logger,
    metrics,
    breaker: (report) => {
      const { level, text } = breakerLines[report.state];
      logger[level](text, { breaker: report });
    },
    settled: ({ fates, requests, retries, throttled, error }) => {
      for (const [messageId, fate] of fates) {
        count(metricOf[fate.status], 1);
        if (fate.status === 'failed') logger.warn('item failed', { messageId, ...fate });
        if (fate.status === 'back') logger.debug('message goes back', { messageId, reason: fate.reason });
      }
      count('Requests', requests);
      count('Retries', retries);
      count('Throttled', throttled);
      if (error instanceof Error) logger.error('cannot go on', { error: `${error.name}: ${error.message}` });
    },
    runEnded: ({ completed, failed, lost }) => {
      for (const [metric, value] of Object.entries({
        RunCompleted: completed,
        RunFailed: failed,
        RunLost: lost,
      }))
        metrics.addMetric(metric, MetricUnit.Count, value);
      metrics.publishStoredMetrics();
    },
    publish: () => {
      for (const [metric, value] of counts) metrics.addMetric(metric, MetricUnit.Count, value);
      if (counts.size > 0) metrics.publishStoredMetrics();
      counts.clear();
    },
  };
}

const metricOf = { done: 'MessagesDone', failed: 'MessagesFailed', back: 'MessagesReturned' } as const;
