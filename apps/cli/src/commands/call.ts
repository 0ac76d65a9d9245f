import type { TypedOperation } from '@postern/client';
import { operations as generated } from '@postern/graphql';
import { findOperation } from '../call/find-operation.ts';
import { describeOperations, operationsDocument } from '../call/list-operations.ts';
import { printPages, printResult } from '../call/print-result.ts';
import { defineCommand } from '../command/command.ts';
import { FailedError, UsageError } from '../errors.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { connect, currentSource } from '../session/connect.ts';
import { connectionFlags, readSettings } from '../session/settings.ts';
import type { Terminal } from '../terminal.ts';

// Called by name, an operation's variables have no type for the compiler; readVariables checks them instead.
const operations = generated as unknown as Readonly<Record<string, TypedOperation>>;

export const call = defineCommand({
  args: [{ name: 'OPERATION', optional: true }],
  otherFlags: { usage: '--VARIABLE VALUE', description: 'A variable; see below' },
  flags: {
    vars: {
      type: 'string',
      value: 'FILE',
      description: 'Read variables from a JSON file, or - for standard input',
    },
    all: { type: 'boolean', description: 'Read every page, and print each item as a line of JSON' },
    strict: { type: 'boolean', description: 'Fail when any field is denied, rather than leave it null' },
    list: { type: 'boolean', description: 'List the operations, their variables and who may call them' },
    json: { type: 'boolean', description: 'With --list: print JSON' },
    endpoint: {
      type: 'string',
      value: 'URL',
      description: 'The GraphQL endpoint (APPSYNC_GRAPHQL_ENDPOINT)',
    },
    ...connectionFlags,
  },
  notes: `
Variables are flags: --id 7, or --input.name foo for a field of an input, or --input '{"name":"foo"}'. A flag that is
given twice fills a list. Flags stand above --vars. All are checked against the schema before anything is sent.
The data is printed as JSON; fields that you may not read are null and named on standard error.
Example: postern call ItemsByStatus --status PENDING --limit 10 | jq .itemsByStatus.items`,
  async run({ args: [name], flags, others }, terminal) {
    if (flags.list) return listOperations(flags.json ?? false, terminal);
    if (name === undefined) throw new UsageError('OPERATION is missing. See postern call --list.');
    const operation = findOperation(operations, name);
    if (flags.all && !operation.rootFields.some(({ connection }) => connection)) {
      throw new UsageError(`${name} returns no pages; leave --all out.`);
    }
    const { readVariables } = await import('../call/read-variables.ts');
    const variables = await readVariables(operation, flags.vars, others, terminal);
    const config = await readSettings(flags, terminal);
    const source = await currentSource(config, terminal);
    const client = await connect(config, source, terminal);
    await refuseEarly(operation, await source.identity());
    const strict = flags.strict ?? false;
    if (flags.all) return printPages(operation, client.pages(operation, variables, { strict }), terminal);
    return printResult(operation, client.request(operation, variables, { strict }), terminal);
  },
});

function listOperations(json: boolean, terminal: Terminal): ExitCode {
  const listed = Object.values(operations);
  terminal.write(
    json
      ? `${JSON.stringify(operationsDocument(listed), null, 2)}\n`
      : describeOperations(listed, terminal.paint),
  );
  return exitCodes.ok;
}

// What the rules forbid whatever the record is, the server need not be asked.
async function refuseEarly(
  operation: TypedOperation,
  who: { readonly username: string; readonly groups: readonly string[] } | undefined,
): Promise<void> {
  if (!who) return;
  const { mayCall } = await import('@postern/client');
  const { decision, reason } = mayCall(operation, who.groups);
  if (decision === 'deny') throw new FailedError(`${who.username} may not call ${operation.name}. ${reason}`);
}
