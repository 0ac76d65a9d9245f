import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
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
  #list: { readonly items: number; readonly body: string } | undefined;

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
    const server = createServer((request, response) => this.#read(request, response));
    server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  }

  #read(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void this.#answer(request, response, Buffer.concat(chunks).toString()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    this.#requests += 1;
    const { latencyMs, serverErrorShare, refusedToken } = this.settings;
    if (latencyMs > 0) await sleep(latencyMs);
    if (refusedToken !== '' && request.headers.authorization === refusedToken)
      return reply(response, 401, failure('UnauthorizedException', 'Token has expired.'));
    if (Math.random() < serverErrorShare)
      return reply(response, 503, failure('ServiceUnavailable', 'Try again.'));
    if (body.includes('"mutation ')) return this.#mutate(request, response, JSON.parse(body) as Sent);
    if (body.includes('getItem(')) return this.#get(response, JSON.parse(body) as Gets);
    reply(response, 200, this.#listBody());
  }

  #mutate(request: IncomingMessage, response: ServerResponse, { variables }: Sent): void {
    const inputs = Object.entries(variables).filter(([name]) => name.startsWith('input'));
    const { fieldsPerSecond, burst, resetShare, tokensPerField } = this.settings;
    const tokens = inputs.length * tokensPerField;
    if (!this.#bucket.take(tokens, fieldsPerSecond, burst, performance.now())) {
      this.#throttled += 1;
      return reply(response, 429, failure('ThrottlingException', 'Rate exceeded'));
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
    if (Math.random() < resetShare) return void request.socket.resetAndDestroy();
    reply(response, 200, JSON.stringify(errors.length > 0 ? { data, errors } : { data }), tokens);
  }

  #get(response: ServerResponse, { variables }: Gets): void {
    const data = Object.entries(variables).map(([name, id]) => {
      const suffix = name.slice('id'.length);
      const status = this.#effects.has(id) ? 'COMPLETED' : 'PENDING';
      return [suffix === '' ? 'getItem' : `a${suffix.slice(1)}`, { id, status }] as const;
    });
    reply(response, 200, JSON.stringify({ data: Object.fromEntries(data) }));
  }

  // A condition lets an effect happen once, as DynamoDB does.
  #apply(id: string, conditional: boolean): boolean {
    const times = this.#effects.get(id) ?? 0;
    if (conditional && times > 0) return false;
    this.#effects.set(id, times + 1);
    this.#applied += 1;
    return true;
  }

  #listBody(): string {
    const { listItems } = this.settings;
    if (this.#list?.items === listItems) return this.#list.body;
    const items = Array.from({ length: listItems }, (_, index) => ({
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      name: `Item number ${index}`,
      status: 'PENDING',
      metadata: '{"country":"CH","population":"430000","timezone":"Europe/Zurich"}',
      createdAt: '2026-11-21T00:00:00.000Z',
      updatedAt: '2026-11-21T00:00:00.000Z',
    }));
    const body = JSON.stringify({ data: { listItems: { items, nextToken: null } } });
    this.#list = { items: listItems, body };
    return body;
  }
}

const conditionFailed = {
  errorType: 'DynamoDB:ConditionalCheckFailedException',
  message: 'The conditional request failed',
};

function failure(errorType: string, message: string): string {
  return JSON.stringify({ errors: [{ errorType, message }] });
}

function reply(response: ServerResponse, status: number, body: string, tokens = 1): void {
  response.writeHead(status, {
    'content-type': 'application/json;charset=UTF-8',
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': '00000000-0000-4000-8000-000000000000',
    'x-amzn-appsync-tokensconsumed': String(tokens),
  });
  response.end(body);
}
