import { defineCommand } from '../command/command.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { readProject } from '../project.ts';
import { schemaFlags } from '../schema-source.ts';
import { iamAccessOf, operationFiles } from '../workspace/read-workspace.ts';
import { workspaceFlags } from '../workspace/workspace-flags.ts';

export const schemaDiff = defineCommand({
  args: [{ name: 'OLD' }, { name: 'NEW' }],
  flags: {
    operations: workspaceFlags.operations,
    ...schemaFlags,
    json: { type: 'boolean', description: 'Print the difference as JSON' },
    markdown: { type: 'boolean', description: 'Print it as Markdown, for a pull request' },
  },
  notes: `
OLD and NEW are files, folders of .graphql files, - for standard input, or git revisions as rev:path.
Says who gained or lost what, which operations of the workspace break, and what changed in shape: breaking, dangerous or
safe. Ends with 3 when access is widened or something breaks, else with 0. Access to what only NEW has is no widening,
unless it is for somebody who had no access at all.
Example: postern schema diff origin/main:graphql/schema.graphql graphql/schema.graphql --markdown`,
  async run({ args: [from = '', to = ''], flags }, terminal) {
    if (flags.json && flags.markdown) throw new UsageError('Either --json or --markdown, not both.');
    if (from === '-' && to === '-') throw new UsageError('Only one of OLD and NEW can be standard input.');
    const { readRevision } = await import('../diff/schema-revision.ts');
    const { diffSchemas, expand, splitOperations } = await import('@postern/schema');
    const project = await readProject(terminal.folder);
    const options = { iamAccess: iamAccessOf(flags, project.iamAccess) };
    const before = expand(await readRevision(from, terminal), options);
    const after = expand(await readRevision(to, terminal), options);
    const operations = splitOperations(await operationFiles(flags, terminal));
    const diff = await diffSchemas(before, after, { operations });
    const { describeDiff, diffAsMarkdown } = await import('../diff/describe-diff.ts');
    if (flags.json) terminal.write(`${JSON.stringify(diff, null, 2)}\n`);
    else terminal.write(flags.markdown ? diffAsMarkdown(diff, from, to) : describeDiff(diff, terminal.paint));
    return diff.widened || diff.breaks ? exitCodes.denied : exitCodes.ok;
  },
});
