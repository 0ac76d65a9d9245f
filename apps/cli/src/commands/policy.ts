import type { DocumentNode } from 'graphql';
import { defineCommand } from '../command/command.ts';
import { FailedError, UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { readSettings } from '../session/settings.ts';
import type { Terminal } from '../terminal.ts';
import { readWorkspace, type Workspace } from '../workspace/read-workspace.ts';
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
    'api-id': { type: 'string', value: 'ID', description: "The API's id, as in its ARN" },
    account: { type: 'string', value: 'NUMBER', description: 'The AWS account' },
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
    const documents = await documentsOf(project, workspace, terminal);
    const config = await readSettings(flags, terminal);
    const place = {
      region: config.get('region'),
      userPoolId: config.get('userPoolId'),
      account: flags.account,
      apiId: flags['api-id'],
    };
    const { iamPolicy, policyQuotas, policySize } = await import('@postern/schema');
    const known = Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
    const made = understood(() =>
      iamPolicy(workspace.expanded, { operations: documents, place: known, ...(signIn ? { signIn } : {}) }),
    );
    terminal.write(`${JSON.stringify(made, null, 2)}\n`);
    const needed = {
      region: '--region',
      account: '--account',
      ...(documents.length > 0 ? { apiId: '--api-id' } : {}),
    };
    const pool = signIn === 'admin' ? { userPoolId: '--user-pool-id' } : {};
    const unknown = Object.entries({ ...needed, ...pool }).filter(([key]) => !(key in known));
    if (unknown.length > 0) {
      terminal.log.warn(
        `The ARNs have a * for what is not known; give ${unknown.map(([, flag]) => flag).join(', ')}.`,
      );
    }
    const size = policySize(made);
    if (size > policyQuotas.managed) {
      terminal.log.warn(
        `The policy has ${size} characters; a managed policy may have ${policyQuotas.managed}, those inline in a role ${policyQuotas.inlineOfRole}. Split the project.`,
      );
    }
    return exitCodes.ok;
  },
});

async function documentsOf(
  project: string | undefined,
  { expanded, operations }: Workspace,
  terminal: Terminal,
): Promise<DocumentNode[]> {
  const { usedOperations } = await import('../policy/used-operations.ts');
  const used =
    project === undefined
      ? { operations, embedded: [], takingAll: [] }
      : await usedOperations(project, operations, terminal);
  const { decideOperation } = await import('@postern/schema');
  const { validate } = await import('graphql');
  for (const { name, document } of used.operations) {
    const [problem] = validate(expanded.schema, document);
    if (problem) throw new FailedError(`${name} does not fit the schema: ${problem.message}`);
    if (decideOperation(expanded, document, { kind: 'iam' }) === 'deny') {
      terminal.log.warn(
        `${name}: the schema's rules deny it to IAM, whatever the policy says. See postern can ${name} --as iam.`,
      );
    }
  }
  for (const file of used.takingAll) {
    terminal.log.warn(`${file} may call any operation; the policy names all of them.`);
  }
  terminal.log.info(
    `For ${used.operations.map(({ name }) => name).join(', ') || 'no operation of the workspace'}.`,
  );
  return [...used.operations.map(({ document }) => document), ...used.embedded];
}

function understood<Result>(make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
