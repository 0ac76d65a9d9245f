import { expect, test } from 'vitest';
import { expand } from '../expand.ts';

const body = `type Note @model @auth(rules: [
  { allow: owner }
  { allow: groups, groups: ["Admin", "Viewer"], operations: [read] }
]) {
  id: ID!
  secret: String @auth(rules: [{ allow: groups, groups: ["Admin"] }])
}
type Query { report: String @function(name: "report") @auth(rules: [{ allow: public }]) }`;

test('a row knows the rule that it comes from, and its place in the source', () => {
  const { access } = expand([{ name: 'notes.graphql', body }]);
  const rules = access.rows.map((row) => {
    const { text, location } = access.ruleOf(row) ?? {};
    return `${row.type} ${row.field} ${row.entity}: ${text} ${location?.file}:${location?.line}:${location?.column}`;
  });
  expect(rules).toEqual([
    'Note id Admin: {allow: groups, groups: ["Admin", "Viewer"], operations: [read]} notes.graphql:3:3',
    'Note id Viewer: {allow: groups, groups: ["Admin", "Viewer"], operations: [read]} notes.graphql:3:3',
    'Note id owner: {allow: owner} notes.graphql:2:3',
    'Note secret Admin: {allow: groups, groups: ["Admin"]} notes.graphql:6:32',
    'Query:report Query:report null: {allow: public} notes.graphql:8:69',
  ]);
});

test('the rows themselves stay what the transformer prints', () => {
  const [row] = expand([{ name: 'notes.graphql', body }]).access.rows;
  expect(Object.keys(row ?? {})).toEqual([
    'type',
    'field',
    'provider',
    'strategy',
    'static',
    'claim',
    'entity',
    'operations',
  ]);
});
