import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Local } from '@postern/local';
import { UsageError } from '../errors.ts';
import { problemOf } from '../files.ts';

const usualName = 'amplify_outputs.json';

/**
 * Decides where `amplify_outputs.json` goes.
 *
 * @param named - What the person asked for; otherwise it is the usual file of the folder, unless that is of a deployed
 * backend.
 * @throws UsageError when the usual file is not ours to overwrite.
 */
export async function claimOutputsFile(named: string | undefined, folder: string): Promise<string> {
  if (named !== undefined) return resolve(folder, named);
  const file = join(folder, usualName);
  const deployed = await deployedEndpoint(file);
  if (deployed === undefined) return file;
  throw new UsageError(
    `${usualName} here belongs to ${deployed}. Name another file with --outputs FILE, or write none with --no-outputs.`,
  );
}

/** What `amplify_outputs.json` says: what the backend gives, with the file that clients over TLS need. */
export function outputsDocument(local: Local, authorityFile: string | undefined): object {
  const outputs = local.outputs();
  if (authorityFile === undefined) return outputs;
  return { ...outputs, custom: { ...outputs.custom, certificate_authority_file: authorityFile } };
}

/** Writes the file whole or not at all. */
export async function writeOutputsFile(file: string, outputs: object): Promise<void> {
  const draft = `${file}.${process.pid}.new`;
  try {
    await writeFile(draft, `${JSON.stringify(outputs, null, 2)}\n`);
    await rename(draft, file);
  } catch (error) {
    throw new UsageError(`Cannot write ${relative('', file)}: ${problemOf(error)}.`, { cause: error });
  }
}

async function deployedEndpoint(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const url = dataUrl(text);
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host === '127.0.0.1' || host === 'localhost' ? undefined : url || 'something else';
}

function dataUrl(text: string): string {
  try {
    return (JSON.parse(text) as { data?: { url?: string } }).data?.url ?? '';
  } catch {
    return '';
  }
}
