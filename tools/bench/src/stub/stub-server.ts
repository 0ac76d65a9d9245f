import { STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveRequests, type StubRequest } from './http-requests.ts';
import { defaults, type StubCounts, type StubSettings } from './settings.ts';
import { TokenBucket } from './token-bucket.ts';

interface Sent {
  readonly query: string;
  readonly variables: Record<string, { readonly id?: string; readonly status?: { readonly eq?: string } }>;
}

interface Gets {
  readonly variables: Record<string, string>;
}

/** A server that is simple on purpose: what it costs itself should not show in the figures of those who call it. */
export class StubServer {
  settings: StubSettings;
  #requests = 0;
  #throttled = 0;
  #applied = 0;
  readonly #effects = new Map<string, number>();
  readonly #bucket: TokenBucket;
  #list: { readonly items: number; readonly bytes: Buffer } | undefined;

  constructor(settings: Partial<StubSettings> = {}) {
    this.settings = { ...defaults, ...settings };
    this.#bucket = new TokenBucket(this.settings.burst, performance.now());
  }

  get counts(): StubCounts {
    const appliedTwice = [...this.#effects.values()].filter((times) => times > 1).length;
    const records = this.#effects.size;
    return {
      requests: this.#requests,
      throttled: this.#throttled,
      applied: this.#applied,
      records,
      appliedTwice,
    };
  }

  async listen(): Promise<string> {
    const server = serveRequests((request) => void this.#answer(request));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  }

  async #answer({ socket, head, body }: StubRequest): Promise<void> {
    this.#requests += 1;
    const { latencyMs, serverErrorShare, refusedToken } = this.settings;
    if (latencyMs > 0) await sleep(latencyMs);
    if (refusedToken !== '' && tokenIn(head) === refusedToken)
      return reply(socket, 401, failure('UnauthorizedException', 'Token has expired.'));
    if (Math.random() < serverErrorShare)
      return reply(socket, 503, failure('ServiceUnavailable', 'Try again.'));
    if (body.includes('"mutation ')) return this.#mutate(socket, JSON.parse(body) as Sent);
    if (body.includes('getItem(')) return this.#get(socket, JSON.parse(body) as Gets);
    socket.write(this.#listAnswer());
  }

  #mutate(socket: Socket, { variables }: Sent): void {
    const inputs = Object.entries(variables).filter(([name]) => name.startsWith('input'));
    const { fieldsPerSecond, burst, resetShare, tokensPerField } = this.settings;
    const tokens = inputs.length * tokensPerField;
    if (!this.#bucket.take(tokens, fieldsPerSecond, burst, performance.now())) {
      this.#throttled += 1;
      return reply(socket, 429, failure('ThrottlingException', 'Rate exceeded'));
    }
    const data: Record<string, unknown> = {};
    const errors: object[] = [];
    for (const [name, input] of inputs) {
      const suffix = name.slice('input'.length);
      const alias = suffix === '' ? 'updateItem' : `a${suffix.slice(1)}`;
      const done = this.#apply(String(input.id), variables[`condition${suffix}`] !== undefined);
      data[alias] = done ? { id: input.id } : null;
      if (!done) errors.push({ path: [alias], ...conditionFailed });
    }
    if (Math.random() < resetShare) return void socket.resetAndDestroy();
    reply(socket, 200, JSON.stringify(errors.length > 0 ? { data, errors } : { data }), tokens);
  }

  #get(socket: Socket, { variables }: Gets): void {
    const data = Object.entries(variables).map(([name, id]) => {
      const suffix = name.slice('id'.length);
      const status = this.#effects.has(id) ? 'COMPLETED' : 'PENDING';
      return [suffix === '' ? 'getItem' : `a${suffix.slice(1)}`, { id, status }] as const;
    });
    reply(socket, 200, JSON.stringify({ data: Object.fromEntries(data) }));
  }

  // A condition lets an effect happen once, as DynamoDB does.
  #apply(id: string, conditional: boolean): boolean {
    const times = this.#effects.get(id) ?? 0;
    if (conditional && times > 0) return false;
    this.#effects.set(id, times + 1);
    this.#applied += 1;
    return true;
  }

  #listAnswer(): Buffer {
    const { listItems } = this.settings;
    if (this.#list?.items === listItems) return this.#list.bytes;
    const items = Array.from({ length: listItems }, (_, index) => ({
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      name: `Item number ${index}`,
      status: 'PENDING',
      metadata: '{"country":"CH","population":"430000","timezone":"Europe/Zurich"}',
      createdAt: '2026-11-21T00:00:00.000Z',
      updatedAt: '2026-11-21T00:00:00.000Z',
    }));
    const bytes = Buffer.from(
      answer(200, JSON.stringify({ data: { listItems: { items, nextToken: null } } })),
    );
    this.#list = { items: listItems, bytes };
    return bytes;
  }
}

const conditionFailed = {
  errorType: 'DynamoDB:ConditionalCheckFailedException',
  message: 'The conditional request failed',
};

function failure(errorType: string, message: string): string {
  return JSON.stringify({ errors: [{ errorType, message }] });
}

function tokenIn(head: string): string | undefined {
  return /\r\nauthorization: *([^\r]*)/i.exec(head)?.[1];
}

function reply(socket: Socket, status: number, body: string, tokens = 1): void {
  socket.write(answer(status, body, tokens));
}

const startedAt = new Date().toUTCString();

function answer(status: number, body: string, tokens = 1): string {
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json;charset=UTF-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-amzn-requestid: 00000000-0000-4000-8000-000000000000',
    `x-amzn-appsync-tokensconsumed: ${tokens}`,
    `date: ${startedAt}`,
    'connection: keep-alive',
    'keep-alive: timeout=60',
    `\r\n${body}`,
  ].join('\r\n');
}
