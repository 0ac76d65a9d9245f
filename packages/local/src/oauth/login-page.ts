import type { Reply } from '../cognito/reply.ts';
import { html } from './replies.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

/** The page on which a person signs in. */
export function loginPage(query: URLSearchParams, complaint?: string): Reply {
  const said = complaint === undefined ? '' : `<p role="alert">${escape(complaint)}</p>`;
  return page(
    200,
    'Sign in',
    `${said}<form method="post" action="/login?${escape(query.toString())}">
<label>Username <input name="username" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button name="signInSubmitButton">Sign in</button></form>`,
  );
}

/** The page that says what is wrong where there is nowhere to go back to. */
export function errorPage(status: number, code: string, description: string | undefined): Reply {
  return page(
    status,
    'An error was encountered',
    `<p>${escape(code)}</p><p>${escape(description ?? '')}</p>`,
  );
}

function page(status: number, title: string, body: string): Reply {
  return html(
    status,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width">
<style>body{font:16px system-ui;max-width:20rem;margin:4rem auto}label,input,button{display:block;width:100%;margin:.5rem 0}</style>
</head><body><h1>${title}</h1>${body}</body></html>`,
  );
}
