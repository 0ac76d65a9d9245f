import type { Reply } from '../cognito/reply.ts';

const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** An answer for a program. */
export function json(status: number, body: object): Reply {
  const headers = { ...common, 'content-type': 'application/json;charset=UTF-8' };
  return { status, headers, body: JSON.stringify(body) };
}

/** An answer for a person. */
export function html(status: number, body: string): Reply {
  const headers = {
    ...common,
    'content-type': 'text/html;charset=UTF-8',
    'content-security-policy':
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  };
  return { status, headers, body };
}

/** Sends a browser elsewhere; `parameters` join those that the address has. */
export function redirect(to: string, parameters: Readonly<Record<string, string | undefined>> = {}): Reply {
  const isRelative = to.startsWith('/');
  const url = new URL(to, 'http://local');
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const location = isRelative ? `${url.pathname}${url.search}` : url.href;
  return { status: 302, headers: { ...common, location }, body: '' };
}
