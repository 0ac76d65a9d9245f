import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './exchange.ts';

/**
 * A response whose body is there already. What GraphQL clients ask for (`ok`, `status`, `headers`, `text`, `json`) costs
 * nothing; for anything else it becomes a real `Response`, whose streams cost more than the rest of a call.
 */
export class TextResponse implements Response {
  readonly status: number;
  readonly url: string;
  readonly redirected = false;
  readonly statusText = '';
  readonly type = 'default';
  readonly #text: string;
  readonly #given: IncomingHttpHeaders;
  #headers: Headers | undefined;
  #real: Response | undefined;

  constructor({ status, headers, text }: Answer, url: string) {
    this.status = status;
    this.url = url;
    this.#text = text;
    this.#given = headers;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get headers(): Headers {
    return (this.#headers ??= headersOf(this.#given));
  }

  get bodyUsed(): boolean {
    return this.#real?.bodyUsed ?? false;
  }

  get body(): Response['body'] {
    return this.#asReal().body;
  }

  async text(): Promise<string> {
    return this.#real ? this.#real.text() : this.#text;
  }

  async json(): Promise<unknown> {
    return this.#real ? this.#real.json() : JSON.parse(this.#text);
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#asReal().arrayBuffer();
  }

  blob(): ReturnType<Response['blob']> {
    return this.#asReal().blob();
  }

  bytes(): ReturnType<Response['bytes']> {
    return this.#asReal().bytes();
  }

  formData(): ReturnType<Response['formData']> {
    return this.#asReal().formData();
  }

  clone(): Response {
    return this.#asReal().clone() as Response;
  }

  #asReal(): Response {
    const empty = [204, 205, 304].includes(this.status);
    return (this.#real ??= new Response(empty ? null : this.#text, {
      status: this.status,
      headers: this.headers,
    }));
  }
}

function headersOf(given: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) headers.append(name, one);
  }
  return headers;
}
