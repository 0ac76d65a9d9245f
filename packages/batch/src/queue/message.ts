/** One item of a run, as it stands in a message. */
export interface ItemMessage {
  readonly kind: 'item';
  readonly job: string;
  /** The run's id: every worker makes the item's idempotency mark of it. */
  readonly run: string;
  readonly item: unknown;
}

/** Where an enqueuer is to go on that ran out of time, as it stands in a message. */
export interface ContinueMessage {
  readonly kind: 'continue';
  readonly job: string;
  readonly run: string;
  /** What the enqueuer's source needs to know, and how far it has come. */
  readonly from: unknown;
}

type Message = ItemMessage | ContinueMessage;

/** Writes a message's body. */
export function encodeMessage(message: Message): string {
  return JSON.stringify({ postern: 1, ...message });
}

/** Reads a message's body. @returns A sentence that says what is wrong with it, when something is. */
export function decodeMessage(body: string): Message | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return 'Its body is no JSON.';
  }
  if (!isRecord(parsed) || parsed.postern !== 1) return 'Its body is no message of a job (no "postern": 1).';
  const { kind, job, run } = parsed;
  if (typeof job !== 'string' || typeof run !== 'string') return 'Its body names no job and run.';
  if (kind === 'item' && 'item' in parsed) return { kind, job, run, item: parsed.item };
  if (kind === 'continue' && 'from' in parsed) return { kind, job, run, from: parsed.from };
  return `Its body is of the kind "${String(kind)}", which this version does not know.`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
