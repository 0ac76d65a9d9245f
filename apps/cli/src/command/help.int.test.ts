import { describe, expect, test } from 'vitest';
import { postern, temporaryFolder } from '../test-support/postern.ts';

const run = async (...words: string[]) => {
  await using folder = await temporaryFolder();
  return await postern(words, { folder: folder.path });
};

describe('help', () => {
  test('of the program lists every command and the exit codes', async () => {
    expect(await run('--help')).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await run('help')).stdout).toMatchInlineSnapshot(`
      "Usage: postern <command> [flags]

      Commands:
        local          Run AppSync and Cognito on this machine
        login          Sign in to the user pool and keep the tokens
        logout         Revoke and forget the tokens
        whoami         Show who is signed in, and where each setting comes from
        token          Print a token that is valid now
        call           Call an operation of the workspace
        can            Answer who may run an operation or use a field, and why
        check          Check the operations of the workspace against schema and rules
        explain        Explain a finding of check
        schema expand  Print the executable schema that AppSync gets
        schema access  Print who may do what, from the @auth rules
        schema diff    Tell what changed between two schemas, access first
        policy         Print the least IAM policy for a project or for some operations

      Every command has --help. The program has --version.

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of a group lists its commands', async () => {
    expect((await run('schema', '--help')).stdout).toMatchInlineSnapshot(`
      "Usage: postern schema <command> [flags]

      Commands:
        schema expand  Print the executable schema that AppSync gets
        schema access  Print who may do what, from the @auth rules
        schema diff    Tell what changed between two schemas, access first

      Every command has --help. The program has --version.

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of local', async () => {
    expect((await run('local', '--help')).stdout).toMatchInlineSnapshot(`
      "Run AppSync and Cognito on this machine.

      Usage: postern local [flags]

      Flags:
        --port PORT           Listen on this port rather than any free one
        --data FOLDER         Keep records, users and secrets there rather than in memory
        --schema FILE         The schema, instead of the one in postern.config.json
        --functions FILE      The module whose default export makes the functions
        --outputs FILE        Where to write amplify_outputs.json rather than here
        --ca FILE             Write the certificate authority there, for clients over TLS (with --data: FOLDER/ca.pem)
        --region REGION       The AWS region to be in (default: us-east-1)
        --callback-url URL    Where the sign-in page may send people back to; may be repeated
        --no-guests           Give guests no credentials
        --no-introspection    Tell nobody the schema over the API
        --fault FAULT         Go wrong on purpose, as in throttle:0.1@appsync; may be repeated
        --clock-skew SECONDS  How far the server’s clock is ahead of yours; --clock-skew=-30 is behind
        --no-outputs          Write no amplify_outputs.json
        --json                Print one JSON document with everything in it, for programs
        --help, -h            Show this text

      The users are those of postern.config.json ("local": { "users": [...] }); without any, there is one for each group
      of the schema, one without a group, and one who has to change the password. Passwords are made up at the first start.
      "local" takes region, callbackUrls, guests, introspection, appIdClientRegex, queryDepthLimit, resolverCountLimit, signIn,
      oidc, iamRoles and roleMapping too, as startLocal of @postern/local has them.
      A fault is KIND[:RATE][@WHERE]. Kinds: throttle, error or error=503, reset, lost-answer (done, but not answered),
      delay=250 (milliseconds), expired-token, revoked-token, disconnect=5000 (every WebSocket, every 5 s). RATE is a share of
      the requests, 0.1 or 10%; WHERE is appsync or cognito.
      Ctrl-C or SIGTERM stops it.
      Example: postern local --data .postern/local

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of login', async () => {
    expect((await run('login', '--help')).stdout).toMatchInlineSnapshot(`
      "Sign in to the user pool and keep the tokens.

      Usage: postern login [flags]

      Flags:
        --username NAME            The user (BATCH_SERVICE_USERNAME)
        --region REGION            The AWS region (AWS_REGION)
        --user-pool-id ID          The user pool (COGNITO_USER_POOL_ID)
        --client-id ID             The app client (COGNITO_CLIENT_ID)
        --client-secret-file FILE  Holds the app client's secret (COGNITO_CLIENT_SECRET)
        --password-arn ARN         A secret of AWS Secrets Manager with the password (BATCH_SERVICE_PASSWORD_ARN)
        --cognito-endpoint URL     Where Cognito is, if not at AWS (AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER)
        --flow FLOW                USER_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH. Default: the first
        --password-stdin           Read the password from standard input, first line
        --password-file FILE       Read the password from a file, first line
        --new-password-stdin       Read the new password from standard input, the line after the password
        --new-password-file FILE   Read the new password from a file, first line
        --help, -h                 Show this text

      The password comes from --password-stdin or --password-file, else from BATCH_SERVICE_PASSWORD, else you are asked for it.
      It is never a flag's value, where others could see it. USER_SRP_AUTH does not even send it.
      Tokens are kept in the folder postern of XDG_STATE_HOME (or ~/.local/state), readable by you only.
      Example: postern login --username admin

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of logout', async () => {
    expect((await run('logout', '--help')).stdout).toMatchInlineSnapshot(`
      "Revoke and forget the tokens.

      Usage: postern logout [flags]

      Flags:
        --username NAME            The user (BATCH_SERVICE_USERNAME)
        --region REGION            The AWS region (AWS_REGION)
        --user-pool-id ID          The user pool (COGNITO_USER_POOL_ID)
        --client-id ID             The app client (COGNITO_CLIENT_ID)
        --client-secret-file FILE  Holds the app client's secret (COGNITO_CLIENT_SECRET)
        --password-arn ARN         A secret of AWS Secrets Manager with the password (BATCH_SERVICE_PASSWORD_ARN)
        --cognito-endpoint URL     Where Cognito is, if not at AWS (AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER)
        --help, -h                 Show this text

      The tokens are removed from this machine even when the server cannot be reached to revoke them.

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of whoami', async () => {
    expect((await run('whoami', '--help')).stdout).toMatchInlineSnapshot(`
      "Show who is signed in, and where each setting comes from.

      Usage: postern whoami [flags]

      Flags:
        --username NAME            The user (BATCH_SERVICE_USERNAME)
        --region REGION            The AWS region (AWS_REGION)
        --user-pool-id ID          The user pool (COGNITO_USER_POOL_ID)
        --client-id ID             The app client (COGNITO_CLIENT_ID)
        --client-secret-file FILE  Holds the app client's secret (COGNITO_CLIENT_SECRET)
        --password-arn ARN         A secret of AWS Secrets Manager with the password (BATCH_SERVICE_PASSWORD_ARN)
        --cognito-endpoint URL     Where Cognito is, if not at AWS (AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER)
        --endpoint URL             The GraphQL endpoint (APPSYNC_GRAPHQL_ENDPOINT)
        --json                     Print JSON
        --help, -h                 Show this text

      Shows every setting with the flag, variable or file that it comes from; secrets are only said to be there.
      When nobody is signed in, the settings are shown all the same, and the exit code is 4.

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of token', async () => {
    expect((await run('token', '--help')).stdout).toMatchInlineSnapshot(`
      "Print a token that is valid now.

      Usage: postern token [flags]

      Flags:
        --id                       The ID token rather than the access token
        --username NAME            The user (BATCH_SERVICE_USERNAME)
        --region REGION            The AWS region (AWS_REGION)
        --user-pool-id ID          The user pool (COGNITO_USER_POOL_ID)
        --client-id ID             The app client (COGNITO_CLIENT_ID)
        --client-secret-file FILE  Holds the app client's secret (COGNITO_CLIENT_SECRET)
        --password-arn ARN         A secret of AWS Secrets Manager with the password (BATCH_SERVICE_PASSWORD_ARN)
        --cognito-endpoint URL     Where Cognito is, if not at AWS (AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER)
        --help, -h                 Show this text

      The token is valid for at least another minute: one that ends earlier is renewed first. Nothing else is printed.
      Example: curl -H "Authorization: $(postern token)" ...

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of call', async () => {
    expect((await run('call', '--help')).stdout).toMatchInlineSnapshot(`
      "Call an operation of the workspace.

      Usage: postern call [OPERATION] [flags]

      Flags:
        --VARIABLE VALUE           A variable; see below
        --vars FILE                Read variables from a JSON file, or - for standard input
        --all                      Read every page, and print each item as a line of JSON
        --strict                   Fail when any field is denied, rather than leave it null
        --list                     List the operations, their variables and who may call them
        --json                     With --list: print JSON
        --endpoint URL             The GraphQL endpoint (APPSYNC_GRAPHQL_ENDPOINT)
        --username NAME            The user (BATCH_SERVICE_USERNAME)
        --region REGION            The AWS region (AWS_REGION)
        --user-pool-id ID          The user pool (COGNITO_USER_POOL_ID)
        --client-id ID             The app client (COGNITO_CLIENT_ID)
        --client-secret-file FILE  Holds the app client's secret (COGNITO_CLIENT_SECRET)
        --password-arn ARN         A secret of AWS Secrets Manager with the password (BATCH_SERVICE_PASSWORD_ARN)
        --cognito-endpoint URL     Where Cognito is, if not at AWS (AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER)
        --help, -h                 Show this text

      Variables are flags: --id 7, or --input.name foo for a field of an input, or --input '{"name":"foo"}'. A flag that is
      given twice fills a list. Flags stand above --vars. All are checked against the schema before anything is sent.
      The data is printed as JSON; fields that you may not read are null and named on standard error.
      Example: postern call ItemsByStatus --status PENDING --limit 10 | jq .itemsByStatus.items

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of schema expand', async () => {
    expect((await run('schema', 'expand', '-h')).stdout).toMatchInlineSnapshot(`
      "Print the executable schema that AppSync gets.

      Usage: postern schema expand FILE... [flags]

      Flags:
        --iam-access  IAM callers pass the rules, as with enableIamAuthorizationMode of the CDK construct
        --help, -h    Show this text

      FILE is a schema in Amplify's dialect, a folder of .graphql files, or - for standard input; several are read as one.
      Example: postern schema expand graphql/schema.graphql > executable.graphql

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of can', async () => {
    expect((await run('can', '--help')).stdout).toMatchInlineSnapshot(`
      "Answer who may run an operation or use a field, and why.

      Usage: postern can TARGET [flags]

      Flags:
        --as IDENTITY      Who asks: group:NAME, owner, user, guest, iam, api-key, oidc or lambda; group:NAME may be repeated
        --to DEED          What to do with the field of a model, such as update (default: read)
        --json             Print the answer as JSON
        --schema FILE      The schema, instead of the one in postern.config.json
        --operations GLOB  The files of operations, instead of those in postern.config.json
        --iam-access       IAM callers pass the rules, as with enableIamAuthorizationMode of the CDK construct
        --help, -h         Show this text

      TARGET is an operation of the workspace, with all that it selects; a root field, such as deleteItem; or Type.field.
      --to takes read, get, list, sync, listen, search, create, update and delete.
      The answer is allow, deny or depends (on the record, the input or the token), with the rule that decides and its line.
      It ends with 0 for allow and depends, and with 3 for deny.
      Example: postern can DeleteItem --as group:Viewer

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of schema diff', async () => {
    expect((await run('schema', 'diff', '--help')).stdout).toMatchInlineSnapshot(`
      "Tell what changed between two schemas, access first.

      Usage: postern schema diff OLD NEW [flags]

      Flags:
        --operations GLOB  The files of operations, instead of those in postern.config.json
        --iam-access       IAM callers pass the rules, as with enableIamAuthorizationMode of the CDK construct
        --json             Print the difference as JSON
        --markdown         Print it as Markdown, for a pull request
        --help, -h         Show this text

      OLD and NEW are files, folders of .graphql files, - for standard input, or git revisions as rev:path.
      Says who gained or lost what, which operations of the workspace break, and what changed in shape: breaking, dangerous or
      safe. Ends with 3 when access is widened or something breaks, else with 0. Access to what only NEW has is no widening,
      unless it is for somebody who had no access at all.
      Example: postern schema diff origin/main:graphql/schema.graphql graphql/schema.graphql --markdown

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of policy', async () => {
    expect((await run('policy', '--help')).stdout).toMatchInlineSnapshot(`
      "Print the least IAM policy for a project or for some operations.

      Usage: postern policy [flags]

      Flags:
        --project FOLDER   Allow what the sources of this project contain, tests left out
        --schema FILE      The schema, instead of the one in postern.config.json
        --operations GLOB  The files of operations; alone, all of them are allowed
        --iam-access       IAM callers pass the rules, as with enableIamAuthorizationMode of the CDK construct
        --sign-in HOW      How the caller signs in to the user pool besides: admin or user
        --api-id ID        The API's id, as in its ARN (APPSYNC_API_ID)
        --account NUMBER   The AWS account (AWS_ACCOUNT_ID)
        --region REGION    The AWS region (AWS_REGION)
        --user-pool-id ID  The user pool (COGNITO_USER_POOL_ID)
        --help, -h         Show this text

      Prints an IAM policy that allows appsync:GraphQL on exactly the queries, mutations and subscriptions that are called.
      --sign-in admin adds what ADMIN_USER_PASSWORD_AUTH needs; --sign-in user adds nothing, since Cognito asks no policy then.
      Where API, account, region or pool are not known, the ARN has a * there, and standard error says so.
      Example: postern policy --project apps/functions --api-id abc123 --account 123456789012 --region eu-central-1

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });

  test('of schema access', async () => {
    expect((await run('help', 'schema', 'access')).stdout).toMatchInlineSnapshot(`
      "Print who may do what, from the @auth rules.

      Usage: postern schema access FILE... [flags]

      Flags:
        --iam-access  IAM callers pass the rules, as with enableIamAuthorizationMode of the CDK construct
        --operations  Show who may call each query, mutation and subscription
        --json        Print the rows of the access table, or the operations, as JSON
        --help, -h    Show this text

      FILE is a schema in Amplify's dialect, a folder of .graphql files, or - for standard input; several are read as one.
      The matrix says allow, depends (on the record: its owner or its groups) or nothing at all, which is deny.
      With * it holds for some fields only; they are named below the matrix. A user in several groups has the best answer
      of them; user is anybody who is signed in, and may be the owner.

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 the answer is no, 4 sign-in needed.
      "
    `);
  });
});

test('--version prints the version and nothing else', async () => {
  expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  [['lgoin'], 'postern: Unknown command lgoin. Did you mean login? See postern --help.\n'],
  [
    ['schema', 'acces'],
    'postern: Unknown command schema acces. Did you mean schema access? See postern --help.\n',
  ],
  [['--verion'], 'postern: Unknown flag --verion. Did you mean --version? See postern --help.\n'],
  [
    ['local', '--prot', '1'],
    'postern: Unknown flag --prot. Did you mean --port? See postern local --help.\n',
  ],
  [['schema', 'access'], 'postern: FILE is missing. See postern schema access --help.\n'],
])('%j is wrong usage, told in one line', async (words, line) => {
  expect(await run(...words)).toEqual({ exitCode: 2, stdout: '', stderr: line });
});

test('no command at all is wrong usage, and shows the help', async () => {
  const { exitCode, stdout, stderr } = await run();
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('Usage: postern <command>');
});
