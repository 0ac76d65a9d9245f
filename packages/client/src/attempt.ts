import { ClientError, GraphQLClient } from 'graphql-request';
import type { AttemptState, Payload } from './attempt-state.ts';
import { AttemptRequest } from './attempt-request.ts';
import { checkHeaders } from './check-headers.ts';
import type { GraphQLErrorEntry } from './errors.ts';
import { endedError, noAnswer } from './no-answer.ts';
import type { ResolvedOptions } from './options.ts';
import { orEnded } from './or-ended.ts';
import { NotSentError, type AnswerHeaders } from './post.ts';
import type { Reply } from './reply.ts';
import { unsendable } from './unsendable.ts';
import { Watch } from './watch.ts';

/** How far an attempt came. */
interface Progress {
  stage: 'credentials' | 'sent' | 'answered';
  status: number;
  headers: AnswerHeaders;
  wanted: Record<string, string>;
}

/**
 * Sends a request once.
 *
 * @throws NetworkError, TimeoutError or AbortedError when there is no answer, TypeError when the headers cannot be sent, and
 * whatever the headers source throws.
 */
export async function send(payload: Payload, state: AttemptState, options: ResolvedOptions): Promise<Reply> {
  const watch = new Watch(options.attemptTimeoutMs, state.remainingMs, state.signal);
  const progress: Progress = { stage: 'credentials', status: 0, headers: noHeaders, wanted: {} };
  const client = new GraphQLClient(options.endpoint, {
    fetch: authorizedFetch(state, options, watch, progress),
    errorPolicy: 'all',
    excludeOperationName: true,
  });
  try {
    const { data, errors } = await client.rawRequest<Record<string, unknown> | null>(
      payload.text,
      payload.variables,
    );
    return { status: progress.status, headers: progress.headers, data, errors: entries(errors) };
  } catch (error) {
    const by = watch.endedBy;
    if (by !== undefined) {
      const mayHaveArrived = progress.stage !== 'credentials' && !(error instanceof NotSentError);
      const { attempt, signal } = state;
      throw endedError(by, payload, options, { attempts: attempt, mayHaveArrived, reason: signal?.reason });
    }
    if (progress.stage === 'credentials') throw error;
    if (progress.stage === 'sent')
      throw unsendable(progress.wanted) ?? noAnswer(error, payload, state, options);
    // A ClientError holds the variables; only what the server said is taken out of it.
    const response = error instanceof ClientError ? error.response : undefined;
    return {
      status: progress.status,
      headers: progress.headers,
      data: response?.data as Reply['data'],
      errors: entries(response?.errors),
    };
  } finally {
    watch.stop();
  }
}

const noHeaders: AnswerHeaders = { get: () => null };

// What graphql-request sends as well; written here so that nobody has to make a `Headers` of them.
const ofGraphQL = {
  accept: 'application/graphql-response+json, application/json',
  'content-type': 'application/json',
};

// graphql-request writes the body; its fetch is ours, so that a signer sees the very bytes that are sent.
function authorizedFetch(
  { attempt, rejected, onHeaders }: AttemptState,
  { endpoint, headers: source, post }: ResolvedOptions,
  watch: Watch,
  progress: Progress,
): typeof fetch {
  return async (_input, init) => {
    const body = String(init?.body);
    const given = await orEnded(source(new AttemptRequest(endpoint, body, attempt, rejected, watch)), watch);
    checkHeaders(given);
    onHeaders(given);
    const wanted: Record<string, string> = { ...ofGraphQL };
    for (const name in given) wanted[name.toLowerCase()] = given[name] ?? '';
    progress.wanted = wanted;
    progress.stage = 'sent';
    const { status, headers, text } = await post(endpoint, body, wanted, watch);
    progress.stage = 'answered';
    progress.status = status;
    progress.headers = headers;
    const ok = status >= 200 && status < 300;
    return { status, ok, headers, text: () => Promise.resolve(text) } as Response;
  };
}

function entries(errors: unknown): GraphQLErrorEntry[] {
  return Array.isArray(errors) ? errors : [];
}
