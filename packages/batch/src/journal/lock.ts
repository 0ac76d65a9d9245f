import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { JournalLockedError } from '../errors.ts';

/** A lock that one process has; the system takes it back when the process dies, however it dies. */
export interface Lock {
  release(): void;
}

/**
 * Takes the lock of a file, by way of a small SQLite database beside it. SQLite's locks are the operating system's, so
 * that a killed process leaves none behind and no process id has to be trusted.
 *
 * @param file - What is protected; the lock is `<file>.lock`.
 * @throws JournalLockedError when another process, or another place of this one, has it.
 */
export function takeLock(file: string): Lock {
  makeLockFile(`${file}.lock`);
  const database = new DatabaseSync(`${file}.lock`);
  try {
    database.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER)');
    database.exec('BEGIN IMMEDIATE');
    database.exec(`DELETE FROM holder; INSERT INTO holder VALUES (${process.pid}); COMMIT`);
    // Held until release: others can read who has it, and cannot begin a transaction of their own.
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    if (!isBusy(error)) throw error;
    const pid = readHolder(database);
    database.close();
    throw new JournalLockedError(file, pid);
  }
  return { release: () => database.close() };
}

// Never opened but to be made: to close a file takes away all POSIX locks that the process has on it, SQLite's among them.
function makeLockFile(file: string): void {
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

// SQLITE_BUSY
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function readHolder(database: DatabaseSync): number | undefined {
  try {
    const row = database.prepare('SELECT pid FROM holder').get();
    return row && Number(row.pid);
  } catch {
    // Only for the message; the lock is held all the same.
    return undefined;
  }
}
