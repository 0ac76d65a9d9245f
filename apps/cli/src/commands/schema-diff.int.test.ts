import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postern, temporaryFolder } from '../test-support/postern.ts';

const old = `type Note @model @auth(rules: [
  { allow: owner }
  { allow: groups, groups: ["Viewer"], operations: [read] }
]) {
  id: ID
  text: String
  mood: String
}
`;
const now = old
  .replace('operations: [read]', 'operations: [read, delete]')
  .replace('mood: String', 'tags: [String]')
  .replace('text: String', 'text: String @auth(rules: [{ allow: groups, groups: ["Viewer"] }])');

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const diff = (...words: string[]) => postern(['schema', 'diff', ...words], { folder: folder.path });
const write = (name: string, body: string) => writeFile(join(folder.path, name), body);
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...words], {
    cwd: folder.path,
  });

beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, 'parts'));
  await write('schema.graphql', old);
  await write('parts/a.graphql', old);
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'first');
  await write('schema.graphql', now);
  await write('operations.graphql', 'query ListNotes { listNotes { items { mood } } }');
  await write('same.graphql', `# a comment\n${old}`);
});
afterAll(() => folder[Symbol.asyncDispose]());

test('tells access in words, broken operations and the shape, and ends with 3', async () => {
  const words = ['HEAD:schema.graphql', 'schema.graphql', '--operations', 'operations.graphql'];
  const { stdout, stderr, exitCode } = await diff(...words);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 3 });
  expect(stdout).toMatchInlineSnapshot(`
    "Access is widened; 1 operation breaks; changes of shape: 6 breaking, 0 dangerous, 6 safe.

    Access
      + group Viewer gained createNote, updateNote, deleteNote
      + Note.text is now writable by group Viewer
      - owner lost deleteNote
      - Note.text is no longer readable by owner
      - Note.text is no longer writable by owner

    Operations that break
      ListNotes (operations.graphql:1)
        Cannot query field "mood" on type "Note"

    Shape
      breaking   Input field \`mood\` was removed from input object type \`CreateNoteInput\`
      breaking   Input field \`mood\` was removed from input object type \`ModelNoteConditionInput\`
      breaking   Input field \`mood\` was removed from input object type \`ModelNoteFilterInput\`
      breaking   Input field \`mood\` was removed from input object type \`ModelSubscriptionNoteFilterInput\`
      breaking   Field \`mood\` was removed from object type \`Note\`
      breaking   Input field \`mood\` was removed from input object type \`UpdateNoteInput\`
      safe       Input field \`tags\` of type \`[String]\` was added to input object type \`CreateNoteInput\`
      safe       Input field \`tags\` of type \`ModelStringInput\` was added to input object type \`ModelNoteConditionInput\`
      safe       Input field \`tags\` of type \`ModelStringInput\` was added to input object type \`ModelNoteFilterInput\`
      safe       Input field \`tags\` of type \`ModelSubscriptionStringInput\` was added to input object type \`ModelSubscriptionNoteFilterInput\`
      safe       Field \`tags\` was added to object type \`Note\`
      safe       Input field \`tags\` of type \`[String]\` was added to input object type \`UpdateNoteInput\`
    "
  `);
});

test('--markdown makes a comment for a pull request', async () => {
  const { stdout, exitCode } = await diff('same.graphql', 'schema.graphql', '--markdown');
  expect(exitCode).toBe(3);
  expect(stdout).toMatchInlineSnapshot(`
    "### Schema: \`same.graphql\` → \`schema.graphql\`

    **Access is widened; 0 operations break; changes of shape: 6 breaking, 0 dangerous, 6 safe.**

    #### Access

    - **gained**: group Viewer gained createNote, updateNote, deleteNote
    - **gained**: Note.text is now writable by group Viewer
    - **lost**: owner lost deleteNote
    - **lost**: Note.text is no longer readable by owner
    - **lost**: Note.text is no longer writable by owner

    #### Shape

    - **breaking**: Input field \`mood\` was removed from input object type \`CreateNoteInput\`
    - **breaking**: Input field \`mood\` was removed from input object type \`ModelNoteConditionInput\`
    - **breaking**: Input field \`mood\` was removed from input object type \`ModelNoteFilterInput\`
    - **breaking**: Input field \`mood\` was removed from input object type \`ModelSubscriptionNoteFilterInput\`
    - **breaking**: Field \`mood\` was removed from object type \`Note\`
    - **breaking**: Input field \`mood\` was removed from input object type \`UpdateNoteInput\`

    <details>
    <summary>6 safe changes of shape</summary>

    - Input field \`tags\` of type \`[String]\` was added to input object type \`CreateNoteInput\`
    - Input field \`tags\` of type \`ModelStringInput\` was added to input object type \`ModelNoteConditionInput\`
    - Input field \`tags\` of type \`ModelStringInput\` was added to input object type \`ModelNoteFilterInput\`
    - Input field \`tags\` of type \`ModelSubscriptionStringInput\` was added to input object type \`ModelSubscriptionNoteFilterInput\`
    - Field \`tags\` was added to object type \`Note\`
    - Input field \`tags\` of type \`[String]\` was added to input object type \`UpdateNoteInput\`

    </details>
    "
  `);
});

test('--json has all of it for programs', async () => {
  const { stdout, exitCode } = await diff('schema.graphql', 'HEAD:./schema.graphql', '--json');
  const { widened, breaks, access } = JSON.parse(stdout) as Record<string, unknown>;
  expect({ exitCode, widened, breaks }).toEqual({ exitCode: 3, widened: true, breaks: true });
  expect(access).toContainEqual({
    kind: 'lost',
    who: 'group:Viewer',
    deed: 'call',
    what: ['Mutation.createNote', 'Mutation.updateNote', 'Mutation.deleteNote'],
    text: 'group Viewer lost createNote, updateNote, deleteNote',
  });
});

test.each([
  ['a file', 'same.graphql'],
  ['a git revision', 'HEAD:schema.graphql'],
  ['a folder', 'parts'],
  ['a folder of a git revision', 'HEAD:parts'],
])('ends with 0 where nothing widens or breaks: %s', async (_, name) => {
  expect(await diff('same.graphql', name)).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: 'No difference in access or shape.\n',
  });
});

describe('wrong usage', () => {
  test.each([
    [['no.graphql', 'schema.graphql'], 'Cannot read no.graphql: there is no such file or folder.'],
    [['-', '-'], 'Only one of OLD and NEW can be standard input.'],
    [['schema.graphql'], 'NEW is missing. See postern schema diff --help.'],
    [['same.graphql', 'schema.graphql', '--json', '--markdown'], 'Either --json or --markdown, not both.'],
  ])('%j', async (words, line) => {
    expect(await diff(...words)).toEqual({ exitCode: 2, stdout: '', stderr: `postern: ${line}\n` });
  });

  test('a revision that git does not know, in its words', async () => {
    const { exitCode, stderr } = await diff('nowhere:schema.graphql', 'schema.graphql');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^postern: Cannot read nowhere:schema\.graphql: it is no file, and as a git revision: .*'?nowhere\b.*[^.]\.\n$/,
    );
  });

  test('a mistake in an old revision is told with its place there', async () => {
    await write('bad.graphql', 'type Note @model(quries: null) { id: ID! }');
    git('add', 'bad.graphql');
    git('commit', '-q', '-m', 'bad');
    const { exitCode, stderr } = await diff('HEAD:bad.graphql', 'schema.graphql');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^postern: HEAD:bad\.graphql:1:18: /);
  });
});
