import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AuthError } from '@postern/auth';
import { SourceFailedError } from '@postern/batch';
import { UnauthorizedError } from '@postern/client';
import { expect, test } from 'vitest';
import { UsageError } from './errors.ts';
import { explain } from './explain.ts';

test('what the configuration lacks is told from a sign-in that is refused, and from trouble', () => {
  expect(explain(new AuthError('not-configured', 'No region.')).exitCode).toBe(2);
  expect(explain(new AuthError('session-expired', 'It has ended.')).exitCode).toBe(4);
  expect(explain(new AuthError('network', 'Away.')).exitCode).toBe(1);
  expect(explain(new UsageError('Wrong.'))).toEqual({ line: 'Wrong.', exitCode: 2 });
});

test('says what stopped a source rather than that it stopped', () => {
  const cause = new UnauthorizedError('ListItems: the server refused the caller.', {
    operationName: 'ListItems',
  });
  const { line, exitCode } = explain(new SourceFailedError('The source failed.', { cause }));
  expect(line).toMatch(/^ListItems: the server refused the caller\. Check that APPSYNC_GRAPHQL_ENDPOINT/);
  expect(exitCode).toBe(4);
});

test('names the file or folder that cannot be used', async () => {
  const file = fileURLToPath(import.meta.url);
  const error: unknown = await mkdir(join(file, 'folder')).catch((caught: unknown) => caught);
  expect(explain(error)).toEqual({
    line: `${join(file, 'folder')} cannot be read or written (ENOTDIR).`,
    exitCode: 2,
  });
});

test('is one line, whatever the error has', () => {
  expect(explain(new Error('One\n  two')).line).toMatch(/^One two \(This is not expected; LOG_LEVEL=debug/);
  expect(explain('text').exitCode).toBe(1);
});
