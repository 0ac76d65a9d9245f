import type { Fault, FaultScope } from './faults.ts';

type Kind = (value: string | undefined) => Fault;

const kinds: Readonly<Record<string, Kind>> = {
  throttle: bare({ kind: 'throttle' }),
  error: (value) => ({ kind: 'error', ...(value === undefined ? {} : { status: readStatus(value) }) }),
  reset: bare({ kind: 'reset' }),
  'lost-answer': bare({ kind: 'reset', afterwards: true }),
  delay: (value) => ({ kind: 'delay', delayMs: readMs('delay', value, 0) }),
  'expired-token': bare({ kind: 'expired-token' }),
  'revoked-token': bare({ kind: 'revoked-token' }),
  disconnect: (value) => ({ kind: 'disconnect', everyMs: readMs('disconnect', value, 1) }),
};

const known =
  'throttle, error, error=STATUS, reset, lost-answer, delay=MILLISECONDS, expired-token, revoked-token, disconnect=MILLISECONDS';
const valued = ['error', 'delay', 'disconnect'];

/**
 * Reads a fault as a person writes it: `throttle:0.1@appsync`, `error=503:5%`, `delay=250`, `lost-answer:0.01`.
 *
 * @throws RangeError that says what is wrong, and what would be right.
 */
export function parseFault(text: string): Fault {
  const parts = /^(?<name>[a-z-]*)(?:=(?<value>[^:@]*))?(?::(?<rate>[^:@]*))?(?:@(?<where>[^:@]*))?$/.exec(
    text,
  );
  if (!parts)
    throw new RangeError(`"${text}" is no fault: write KIND[:RATE][@WHERE], as in throttle:0.1@appsync.`);
  const { name = '', value, rate, where } = parts.groups ?? {};
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (!kind) throw new RangeError(`There is no fault "${name}": there are ${known}.`);
  if (value !== undefined && !valued.includes(name)) {
    throw new RangeError(`The fault ${name} takes no value, and is given "${value}".`);
  }
  if (name === 'disconnect' && (rate ?? where) !== undefined) {
    throw new RangeError('The fault disconnect drops every WebSocket: it takes no rate and no place.');
  }
  return { ...kind(value), ...readRate(rate), ...readWhere(where) };
}

function bare(fault: Fault): Kind {
  return () => fault;
}

function readStatus(text: string): number {
  if (/^5\d\d$/.test(text)) return Number(text);
  throw new RangeError(`error= takes an HTTP status from 500 to 599, not "${text}".`);
}

function readMs(name: string, text = '', least: number): number {
  if (/^\d+$/.test(text) && Number(text) >= least) return Number(text);
  throw new RangeError(`${name}= takes a number of milliseconds, as in ${name}=250, not "${text}".`);
}

function readRate(text: string | undefined): FaultScope {
  if (text === undefined) return {};
  const isShare = /^\d*\.?\d+%?$/.test(text);
  const rate = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (isShare && rate <= 1) return { rate };
  throw new RangeError(`A rate is a share from 0 to 1, or from 0% to 100%, not "${text}".`);
}

function readWhere(text: string | undefined): FaultScope {
  if (text === undefined) return {};
  if (text === 'appsync' || text === 'cognito') return { on: text };
  throw new RangeError(`A fault is at appsync or at cognito, not at "${text}".`);
}
