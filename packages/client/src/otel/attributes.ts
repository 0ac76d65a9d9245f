import type { Attributes } from '@opentelemetry/api';
import type { CallStart } from '../observer.ts';
import type { AttemptReport } from '../attempt-report.ts';

/**
 * What a call is about. Names are those of OpenTelemetry where it has one:
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/graphql/
 */
export function callAttributes({ operationName, kind, identityKind, copies }: CallStart): Attributes {
  return {
    'graphql.operation.name': operationName,
    'graphql.operation.type': kind,
    ...(identityKind === undefined ? {} : { 'postern.identity.kind': identityKind }),
    ...(copies > 1 ? { 'postern.copies': copies } : {}),
  };
}

/** What came of an attempt. */
export function attemptAttributes({ status, requestId, tokensConsumed }: AttemptReport): Attributes {
  return {
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
    ...(requestId === undefined ? {} : { 'aws.request_id': requestId }),
    ...(tokensConsumed === undefined ? {} : { 'postern.appsync.tokens_consumed': tokensConsumed }),
  };
}
