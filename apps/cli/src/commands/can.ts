import { answerDocument, describeAnswer } from '../can/describe-answer.ts';
import { defineCommand } from '../command/command.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { readWorkspace } from '../workspace/read-workspace.ts';
import { workspaceFlags } from '../workspace/workspace-flags.ts';

const deeds = ['read', 'get', 'list', 'sync', 'listen', 'search', 'create', 'update', 'delete'] as const;

export const can = defineCommand({
  args: [{ name: 'TARGET' }],
  flags: {
    as: {
      type: 'string',
      value: 'IDENTITY',
      description:
        'Who asks: group:NAME, owner, user, guest, iam, api-key, oidc or lambda; group:NAME may be repeated',
      repeatable: true,
    },
    to: {
      type: 'string',
      value: 'DEED',
      description: 'What to do with the field of a model, such as update (default: read)',
    },
    json: { type: 'boolean', description: 'Print the answer as JSON' },
    ...workspaceFlags,
  },
  notes: `
TARGET is an operation of the workspace, with all that it selects; a root field, such as deleteItem; or Type.field.
--to takes read, get, list, sync, listen, search, create, update and delete.
The answer is allow, deny or depends (on the record, the input or the token), with the rule that decides and its line.
It ends with 0 for allow and depends, and with 3 for deny.
Example: postern can DeleteItem --as group:Viewer`,
  async run({ args: [name = ''], flags }, terminal) {
    const { explainAccess, identityNames, parseIdentity } = await import('@postern/schema');
    const who = flags.as;
    if (!who) throw new UsageError(`--as is missing: ${identityNames}.`);
    const identity = parseIdentity(who);
    const operation = flags.to === undefined ? undefined : deeds.find((deed) => deed === flags.to);
    if (flags.to !== undefined && !operation) {
      throw new UsageError(`--to is "${flags.to}"; it can be ${deeds.join(', ')}.`);
    }
    const workspace = await readWorkspace(flags, terminal);
    const { findTarget } = await import('../can/find-target.ts');
    const found = findTarget(workspace, name);
    if (operation && ('document' in found || !workspace.expanded.models.has(found.type))) {
      throw new UsageError(`--to is for the field of a model, such as Item.name; ${name} is none.`);
    }
    const target = operation ? { ...found, operation } : found;
    const answer = explainAccess(workspace.expanded, target, identity, who.join(', '));
    terminal.write(
      flags.json
        ? `${JSON.stringify(answerDocument(name, who, answer), null, 2)}\n`
        : describeAnswer(name, who.join(', '), answer, terminal.paint),
    );
    return answer.decision === 'deny' ? exitCodes.denied : exitCodes.ok;
  },
});
