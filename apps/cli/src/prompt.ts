import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { FailedError } from './errors.ts';

/**
 * Asks the person at the terminal; the question goes to standard error, so that standard output stays clean.
 *
 * @param options.secret - Whether what is typed must not show.
 * @throws FailedError when the person gives up with Ctrl-C or Ctrl-D.
 */
export async function ask(question: string, { secret = false } = {}): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (secret) process.stderr.write(question);
  const lines = createInterface({
    input: process.stdin,
    output: secret ? silent : process.stderr,
    terminal: true,
    historySize: 0,
  });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.question(secret ? '' : question, resolve);
      lines.once('close', () => reject(new FailedError('Given up.')));
    });
  } finally {
    lines.close();
    if (secret) process.stderr.write('\n');
  }
}

/** Reads standard input to its end, without the line break at the end of it. */
export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
