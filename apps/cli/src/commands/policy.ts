import type { PolicyRequest } from '@postern/schema';
import { defineCommand } from '../command/command.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { readSettings } from '../session/settings.ts';
import { readWorkspace } from '../workspace/read-workspace.ts';
import { workspaceFlags } from '../workspace/workspace-flags.ts';

export const policy = defineCommand({
  flags: {
    project: {
      type: 'string',
      value: 'FOLDER',
      description: 'Allow what the sources of this project contain, tests left out',
    },
    ...workspaceFlags,
    operations: {
      ...workspaceFlags.operations,
      description: 'The files of operations; alone, all of them are allowed',
    },
    'sign-in': {
      type: 'string',
      value: 'HOW',
      description: 'How the caller signs in to the user pool besides: admin or user',
    },
    'api-id': { type: 'string', value: 'ID', description: "The API's id, as in its ARN (APPSYNC_API_ID)" },
    account: { type: 'string', value: 'NUMBER', description: 'The AWS account (AWS_ACCOUNT_ID)' },
    region: { type: 'string', value: 'REGION', description: 'The AWS region (AWS_REGION)' },
    'user-pool-id': { type: 'string', value: 'ID', description: 'The user pool (COGNITO_USER_POOL_ID)' },
  },
  notes: `
Prints an IAM policy that allows appsync:GraphQL on exactly the queries, mutations and subscriptions that are called.
--sign-in admin adds what ADMIN_USER_PASSWORD_AUTH needs; --sign-in user adds nothing, since Cognito asks no policy then.
Where API, account, region or pool are not known, the ARN has a * there, and standard error says so.
Example: postern policy --project apps/functions --api-id abc123 --account 123456789012 --region eu-central-1`,
  async run({ flags }, terminal) {
    const { project, operations: glob, 'sign-in': signIn } = flags;
    if (project === undefined && glob === undefined) {
      throw new UsageError('Name what is to be allowed: --project FOLDER, or --operations GLOB.');
    }
    if (signIn !== undefined && signIn !== 'admin' && signIn !== 'user') {
      throw new UsageError(`--sign-in is "${signIn}"; it can be admin or user.`);
    }
    const workspace = await readWorkspace(flags, terminal);
    const { policyDocuments } = await import('../policy/policy-documents.ts');
    const operations = await policyDocuments(project, workspace, terminal);
    const config = await readSettings(flags, terminal);
    const place = {
      region: config.get('region'),
      userPoolId: config.get('userPoolId'),
      account: config.get('account'),
      apiId: config.get('apiId'),
    };
    const { iamPolicy } = await import('@postern/schema');
    const { policyRemarks } = await import('../policy/policy-remarks.ts');
    const request: PolicyRequest = { operations, place, ...(signIn && { signIn }) };
    const made = iamPolicy(workspace.expanded, request);
    terminal.write(`${JSON.stringify(made, null, 2)}\n`);
    for (const remark of policyRemarks(made, request)) terminal.log.warn(remark);
    return exitCodes.ok;
  },
});
