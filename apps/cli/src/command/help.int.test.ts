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
        schema expand  Print the executable schema that AppSync gets
        schema access  Print who may do what, from the @auth rules

      Every command has --help. The program has --version.

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 4 sign-in needed.
      "
    `);
  });

  test('of a group lists its commands', async () => {
    expect((await run('schema', '--help')).stdout).toMatchInlineSnapshot(`
      "Usage: postern schema <command> [flags]

      Commands:
        schema expand  Print the executable schema that AppSync gets
        schema access  Print who may do what, from the @auth rules

      Every command has --help. The program has --version.

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 4 sign-in needed.
      "
    `);
  });

  test('of local', async () => {
    expect((await run('local', '--help')).stdout).toMatchInlineSnapshot(`
      "Run AppSync and Cognito on this machine.

      Usage: postern local [flags]

      Flags:
        --port PORT       Listen on this port rather than any free one
        --data FOLDER     Keep records, users and secrets there rather than in memory
        --schema FILE     The schema, instead of the one in postern.config.json
        --functions FILE  The module whose default export makes the functions
        --outputs FILE    Where to write amplify_outputs.json rather than here
        --no-outputs      Write no amplify_outputs.json
        --json            Print one JSON document with everything in it, for programs
        --help, -h        Show this text

      The users are those of postern.config.json ("local": { "users": [...] }); without any, there is one for each group
      of the schema, one without a group, and one who has to change the password. Passwords are made up at the first start.
      Ctrl-C or SIGTERM stops it.
      Example: postern local --data .postern/local

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 4 sign-in needed.
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

      FILE is a schema in Amplify's dialect, or - for standard input; several files are read as one schema.
      Example: postern schema expand graphql/schema.graphql > executable.graphql

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 4 sign-in needed.
      "
    `);
  });

  test('of schema access', async () => {
    expect((await run('help', 'schema', 'access')).stdout).toMatchInlineSnapshot(`
      "Print who may do what, from the @auth rules.

      Usage: postern schema access FILE... [flags]

      Flags:
        --iam-access  IAM callers pass the rules, as with enableIamAuthorizationMode of the CDK construct
        --json        Print the rows of the access table as JSON
        --help, -h    Show this text

      FILE is a schema in Amplify's dialect, or - for standard input; several files are read as one schema.
      The matrix says allow, depends (on the record: its owner or its groups) or nothing at all, which is deny.
      With * it holds for some fields only; they are named below the matrix.

      Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 4 sign-in needed.
      "
    `);
  });
});

test('--version prints the version and nothing else', async () => {
  expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  [['lcoal'], 'postern: Unknown command lcoal. Did you mean local? See postern --help.\n'],
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
