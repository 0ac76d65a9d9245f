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

/** Something that a person fills in. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** @defaultValue `text` */
  readonly type?: 'text' | 'password' | 'email' | 'tel' | 'radio';
  /** What a password manager knows it by. */
  readonly autocomplete?: string;
  /** A code of digits. */
  readonly isCode?: boolean;
  /** For `radio`. */
  readonly value?: string;
}

/** A page with a form. */
export interface FormPage {
  readonly title: string;
  /** Where the form goes, path and query. */
  readonly action: string;
  /** What is said before the form. */
  readonly text?: string;
  /** What has just been done. */
  readonly notice?: string | undefined;
  /** What was wrong with the last answer. */
  readonly complaint?: string | undefined;
  /** Something to copy, such as a key. */
  readonly copy?: string;
  readonly fields: readonly Field[];
  /** Comes back with the answer. */
  readonly hidden?: Readonly<Record<string, string>>;
  readonly button: string;
  /** Where else to go: texts and addresses. */
  readonly links?: readonly (readonly [string, string])[];
}

/** A page on which a person answers something. */
export function formPage(given: FormPage): Reply {
  const { title, action, text, notice, complaint, copy, fields, hidden = {}, button, links = [] } = given;
  const parts = [
    notice === undefined ? '' : `<p class="notice" role="status">${escape(notice)}</p>`,
    complaint === undefined
      ? ''
      : `<p class="complaint" role="alert" id="complaint">${escape(complaint)}</p>`,
    text === undefined ? '' : `<p>${escape(text)}</p>`,
    copy === undefined ? '' : `<p><code>${escape(copy)}</code></p>`,
    `<form method="post" action="${escape(action)}">`,
    ...Object.entries(hidden).map(
      ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
    ),
    ...fields.map((field, index) => input(field, index === 0, complaint !== undefined)),
    `<button>${escape(button)}</button></form>`,
    links.length === 0 ? '' : `<nav aria-label="Other ways">${links.map(link).join('')}</nav>`,
  ];
  return page(200, title, parts.join('\n'));
}

function input(field: Field, isFirst: boolean, isWrong: boolean): string {
  const { name, label, type = 'text', autocomplete, isCode = false, value } = field;
  const attributes = [
    `name="${escape(name)}"`,
    `type="${type}"`,
    value === undefined ? '' : `value="${escape(value)}"`,
    autocomplete === undefined ? '' : `autocomplete="${autocomplete}"`,
    isCode ? 'inputmode="numeric" autocomplete="one-time-code"' : '',
    type === 'text' ? 'autocapitalize="none" spellcheck="false"' : '',
    'required',
    isFirst ? 'autofocus' : '',
    isWrong ? 'aria-describedby="complaint"' : '',
  ].filter((attribute) => attribute !== '');
  if (type === 'radio')
    return `<label class="choice"><input ${attributes.join(' ')}> ${escape(label)}</label>`;
  return `<label>${escape(label)} <input ${attributes.join(' ')}></label>`;
}

function link([text, address]: readonly [string, string]): string {
  return `<a href="${escape(address)}">${escape(text)}</a>`;
}

/** The page that says what is wrong where there is nowhere to go back to. */
export function errorPage(status: number, code: string, description: string | undefined): Reply {
  const said = `<p>${escape(description ?? '')}</p><p><code>${escape(code)}</code></p>`;
  return page(status, 'An error was encountered', said);
}

const style = `:root{color-scheme:light dark;--ink:#1c2733;--dim:#52606d;--paper:#fff;--ground:#eef1f4;--line:#8795a1;--key:#0b5cad;--bad:#b3261e;--good:#1b6e3c}
@media(prefers-color-scheme:dark){:root{--ink:#e8edf2;--dim:#a9b6c2;--paper:#1b232c;--ground:#10161c;--line:#67788a;--key:#7db7f5;--bad:#ff8a80;--good:#7fd6a0}button{color:#10161c!important}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:24rem;padding:2rem;background:var(--paper);border-radius:.75rem;box-shadow:0 1px 3px #0003,0 8px 24px #0002}
h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.2}p{margin:0 0 1rem}label{display:block;margin:0 0 1rem;font-weight:600}
input:not([type=radio]){display:block;width:100%;margin-top:.25rem;padding:.6rem .75rem;border:1px solid var(--line);border-radius:.4rem;background:transparent;color:inherit;font:inherit;font-weight:400}
.choice{font-weight:400}.choice input{margin:0 .5rem 0 0}
button{width:100%;padding:.7rem;border:0;border-radius:.4rem;background:var(--key);color:#fff;font:inherit;font-weight:600;cursor:pointer}
:focus-visible{outline:3px solid var(--key);outline-offset:2px}code{overflow-wrap:anywhere;user-select:all}
nav{display:flex;flex-wrap:wrap;gap:.5rem 1rem;justify-content:space-between;margin-top:1.25rem}a{color:var(--key)}
.complaint,.notice{padding:.6rem .75rem;border-left:4px solid var(--bad);color:var(--bad)}.notice{border-color:var(--good);color:var(--good)}
footer{margin-top:1.5rem;color:var(--dim);font-size:.8rem}`;

function page(status: number, title: string, body: string): Reply {
  return html(
    status,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
<style>${style}</style></head><body><main><h1>${escape(title)}</h1>
${body}
<footer>Local user pool, for development</footer></main></body></html>`,
  );
}
