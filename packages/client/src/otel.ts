export { openTelemetry, type TelemetryOptions } from './otel/telemetry.ts';
