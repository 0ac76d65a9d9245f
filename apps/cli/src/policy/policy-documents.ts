import { decideOperation } from '@postern/schema';
import { validate, type DocumentNode } from 'graphql';
import { FailedError } from '../errors.ts';
import type { Terminal } from '../terminal.ts';
import type { Workspace } from '../workspace/read-workspace.ts';
import { usedOperations, type UsedOperations } from './used-operations.ts';

/**
 * The operations that a policy is for: those that a project contains, or all of the workspace without one. Says which
 * they are, and what about them a policy cannot mend.
 *
 * @throws FailedError for an operation that does not fit the schema.
 */
export async function policyDocuments(
  project: string | undefined,
  { expanded, operations }: Workspace,
  terminal: Terminal,
): Promise<DocumentNode[]> {
  const { log } = terminal;
  const used: UsedOperations =
    project === undefined
      ? { operations, embedded: [], takingAll: [] }
      : await usedOperations(project, operations, terminal);
  for (const { name, document } of used.operations) {
    const [problem] = validate(expanded.schema, document);
    if (problem) throw new FailedError(`${name} does not fit the schema: ${problem.message}`);
    if (decideOperation(expanded, document, { kind: 'iam' }) === 'deny') {
      const more = `See postern can ${name} --as iam.`;
      log.warn(`${name}: the schema's rules deny it to IAM, whatever the policy says. ${more}`);
    }
  }
  for (const file of used.takingAll) {
    log.warn(`${file} may call any operation; the policy names all of them.`);
  }
  const names = used.operations.map(({ name }) => name).join(', ');
  log.info(`For ${names === '' ? 'no operation of the workspace' : names}.`);
  return [...used.operations.map(({ document }) => document), ...used.embedded];
}
