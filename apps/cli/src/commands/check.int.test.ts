import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { postern, temporaryFolder } from '../test-support/postern.ts';

const workspace = join(import.meta.dirname, '../../../..');
const schema = `type Item @model @auth(rules: [{ allow: owner }]) {
  id: ID!
  name: String @deprecated(reason: "Use title, please: 100% better.")
  title: String
}`;
const list = `query ListItems {
  listItems {
    items { id name }
  }
}
`;

async function inProject(files: Record<string, string>, words: readonly string[], environment = {}) {
  await using folder = await temporaryFolder();
  for (const [name, text] of Object.entries({ 'schema.graphql': schema, ...files })) {
    await mkdir(join(folder.path, name, '..'), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
  return await postern(words, { folder: folder.path, environment });
}
const where = ['--schema', 'schema.graphql', '--operations', 'operations/**/*.graphql'];

test("the workspace's own operations pass", async () => {
  const { stdout, stderr, exitCode } = await postern(['check'], { folder: workspace });
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
  expect(stderr).toMatch(/^Nothing found in \d+ files of operations\.\n$/);
});

describe('findings', () => {
  const files = { 'operations/list.graphql': list };

  test('as text name place, code, what is wrong and what would be right', async () => {
    const { stdout, stderr, exitCode } = await inProject(files, ['check', ...where]);
    expect(exitCode).toBe(3);
    expect(stderr).toBe('2 findings in 1 file of operations. postern explain CODE tells more.\n');
    expect(stdout).toMatchInlineSnapshot(`
      "operations/list.graphql:2:3 list-without-next-token
        listItems selects items without nextToken: whatever is behind the first page is lost without a sign.
        Select nextToken beside items, and pass it back as listItems(nextToken: …).
      operations/list.graphql:3:16 deprecated
        The field Item.name is deprecated. Use title, please: 100% better.
        Use what the reason names instead, before it is taken away.
      "
    `);
  });

  test('as JSON are for programs', async () => {
    const { stdout, exitCode } = await inProject(files, ['check', ...where, '--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      files: 1,
      findings: [
        { code: 'list-without-next-token', file: 'operations/list.graphql', line: 2, column: 3 },
        { code: 'deprecated', file: 'operations/list.graphql', line: 3, column: 16 },
      ],
    });
  });

  test('as annotations stand at the line in the pull request', async () => {
    const { stdout, exitCode } = await inProject(files, ['check', ...where, '--github']);
    expect(exitCode).toBe(3);
    const [first, second] = stdout.split('\n');
    expect(first).toMatch(
      /^::error file=operations\/list\.graphql,line=2,col=3,title=list-without-next-token::listItems selects items without/,
    );
    expect(second).toContain('Use title, please: 100%25 better.');
  });

  test('as annotations have their paths from the repository, wherever it was called', async () => {
    await using folder = await temporaryFolder();
    const inner = join(folder.path, 'api');
    await mkdir(inner);
    await writeFile(join(inner, 'schema.graphql'), schema);
    await writeFile(join(inner, 'list.graphql'), list);
    const words = ['check', '--schema', 'schema.graphql', '--operations', 'list.graphql', '--github'];
    const environment = { GITHUB_WORKSPACE: folder.path };
    const { stdout } = await postern(words, { folder: inner, environment });
    expect(stdout).toContain('::error file=api/list.graphql,line=2');
  });

  test('are silenced in place by a comment with a reason', async () => {
    const silenced = list
      .replace('  listItems', '  # postern-ignore list-without-next-token: never more than ten\n  listItems')
      .replace('id name }', 'id name } # postern-ignore deprecated: until the old app is gone');
    const { exitCode } = await inProject({ 'operations/list.graphql': silenced }, ['check', ...where]);
    expect(exitCode).toBe(0);
  });
});

test('documents in TypeScript sources are checked where they stand', async () => {
  const files = { 'src/list.ts': `const list = gql\`\n${list}\`;` };
  const words = ['check', '--schema', 'schema.graphql', '--operations', 'src/**/*.{ts,tsx}', '--json'];
  const { stdout } = await inProject(files, words);
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [{ code: 'list-without-next-token', file: 'src/list.ts', line: 3, column: 3 }, {}],
  });
});

test('files may be named one by one, as a shell does it', async () => {
  const files = { 'a.graphql': list, 'b.graphql': 'fragment F on Item { nothing }' };
  const words = ['check', 'a.graphql', 'b.graphql', './a.graphql', '--schema', 'schema.graphql', '--json'];
  const { stdout } = await inProject(files, words);
  expect(JSON.parse(stdout)).toMatchObject({ files: 2, findings: [{}, {}, { file: 'b.graphql' }] });
});

test('files, schema and IAM access are those of postern.config.json', async () => {
  const config = { schema: 'schema.graphql', operations: 'operations/*.graphql', iamAccess: true };
  const files = { 'operations/list.graphql': list, 'postern.config.json': JSON.stringify(config) };
  expect(await inProject(files, ['check', '--json'])).toMatchObject({ exitCode: 3 });
});

test('without operations it says how to name them', async () => {
  const { stderr, exitCode } = await inProject({}, ['check', '--schema', 'schema.graphql']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/There are no operations: name them with --operations GLOB/);
});

describe('explain', () => {
  const run = (...words: string[]) => postern(words, { folder: workspace });

  test('says why, with an example that is wrong and one that is right', async () => {
    const { stdout, exitCode } = await run('explain', 'filter-empties-pages');
    expect(exitCode).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "filter-empties-pages: A list always filters, and its pages can look empty although more follow.

      DynamoDB reads limit rows and filters then. A page may be empty and still have a nextToken; who
      stops at the first empty page loses records, and every row that is filtered away has been paid for.
      An index with a queryField reads only the rows asked for. A filter that is a variable which may be
      left out is the caller's choice and is not found. Search queries filter first and are not found
      either.

      Wrong:
        query Pending($nextToken: String) {
          listItems(filter: { status: { eq: PENDING } }, nextToken: $nextToken) { items { id } nextToken }
        }

      Right:
        query Pending($nextToken: String) {
          itemsByStatus(status: PENDING, nextToken: $nextToken) { items { id } nextToken }
        }

      See https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.FilterExpression
      "
    `);
  });

  test('without a code lists all', async () => {
    const { stdout } = await run('explain');
    expect(stdout).toMatch(/^subscription-gets-null\s+A mutation triggers the subscription and/m);
  });

  test('of a code that is not there proposes one that is', async () => {
    const { stderr, exitCode } = await run('explain', 'filter-empty-pages');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is no finding filter-empty-pages. Did you mean filter-empties-pages?');
  });
});
