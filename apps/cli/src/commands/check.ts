import type { SchemaSource } from '@postern/schema';
import { defineCommand, type FlagValues } from '../command/command.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { findingsAsJson, findingsAsText, findingsForGithub } from '../check/print-findings.ts';
import type { Terminal } from '../terminal.ts';
import { operationFiles, readExpanded } from '../workspace/read-workspace.ts';
import { workspaceFlags } from '../workspace/workspace-flags.ts';

export const check = defineCommand({
  args: [{ name: 'OPERATIONS', optional: true, repeatable: true }],
  flags: {
    ...workspaceFlags,
    json: { type: 'boolean', description: 'Print the findings as JSON' },
    github: { type: 'boolean', description: 'Print them as annotations of GitHub Actions' },
  },
  notes: `
Schema and operations are those of postern.config.json ("schema", "operations", "iamAccess") unless flags name others.
OPERATIONS are files or patterns, as --operations is one. All are read together: a fragment of one may be used in another.
A comment above a line, or at its end, silences a finding there: # postern-ignore CODE: the reason
Exits with 3 when something is found, with 0 when nothing is. postern explain CODE tells more of a finding.
Example: postern check --schema schema.graphql --operations 'operations/**/*.graphql'`,
  async run({ args, flags }, terminal) {
    if (flags.json && flags.github) throw new UsageError('Either --json or --github, not both.');
    const expanded = await readExpanded(flags, terminal);
    const sources = await sourcesOf(args, flags, terminal);
    if (sources.length === 0) {
      throw new UsageError(
        'There are no operations: name them with --operations GLOB, or as "operations" in postern.config.json.',
      );
    }
    const { checkOperations } = await import('@postern/schema');
    const findings = checkOperations(expanded, sources);
    if (flags.json) terminal.write(findingsAsJson(findings, sources.length));
    else if (flags.github) {
      const { folder, environment } = terminal;
      terminal.write(findingsForGithub(findings, { folder, root: environment.GITHUB_WORKSPACE ?? folder }));
    } else terminal.write(findingsAsText(findings, terminal.paint));
    terminal.log.info(summary(findings.length, sources.length));
    return findings.length > 0 ? exitCodes.denied : exitCodes.ok;
  },
});

async function sourcesOf(
  patterns: readonly string[],
  flags: FlagValues<typeof workspaceFlags>,
  terminal: Terminal,
): Promise<readonly SchemaSource[]> {
  if (patterns.length === 0) return operationFiles(flags, terminal);
  if (flags.operations !== undefined) throw new UsageError('Either OPERATIONS or --operations, not both.');
  const read = patterns.map((operations) => operationFiles({ ...flags, operations }, terminal));
  const sources = (await Promise.all(read)).flat();
  return [...new Map(sources.map((source) => [source.name, source])).values()];
}

function summary(findings: number, files: number): string {
  const of = `${files} ${files === 1 ? 'file' : 'files'} of operations`;
  if (findings === 0) return `Nothing found in ${of}.`;
  return `${findings} ${findings === 1 ? 'finding' : 'findings'} in ${of}. postern explain CODE tells more.`;
}
