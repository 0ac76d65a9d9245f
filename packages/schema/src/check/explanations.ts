import type { FindingCode } from './finding.ts';

/** What stands behind a finding, for `postern explain CODE`. */
export interface FindingExplanation {
  /** One line. */
  readonly title: string;
  /** Why it matters, in a few sentences. */
  readonly why: string;
  /** The schema that the examples are for, where it matters. */
  readonly schema?: string;
  /** Operations that give the finding. */
  readonly wrong: string;
  /** Operations that do not. */
  readonly right: string;
  /** Where the rule comes from. */
  readonly source?: string;
}

/** Every finding that `postern check` can make, explained. */
export const findingExplanations: Readonly<Record<FindingCode, FindingExplanation>> = {
  syntax: {
    title: 'The file cannot be parsed.',
    why: 'It is not GraphQL. Nothing else of the file was checked, so its fragments are missing elsewhere. This finding cannot be silenced: comments are read by the parser.',
    wrong: 'query GetItem($id: ID!) { getItem(id: $id) { id }',
    right: 'query GetItem($id: ID!) { getItem(id: $id) { id } }',
  },
  'invalid-operation': {
    title: 'AppSync would refuse the operation before it runs anything.',
    why: 'The operation names a type, field, argument or variable that the expanded schema does not have, or uses it otherwise than it is declared. The expanded schema is what AppSync makes of the models: postern schema expand prints it.',
    wrong: 'query GetItem($id: ID!) { getItem(id: $id) { nam } }',
    right: 'query GetItem($id: ID!) { getItem(id: $id) { name } }',
    source: 'https://spec.graphql.org/October2021/#sec-Validation',
  },
  'unreadable-field': {
    title: 'Nobody whom the rules let call the operation may read the field.',
    why: 'The field would be null for every caller, with an entry in errors each time; for a root field, every call would be refused. A user counts as one in every group. IAM principals count where rules judge them, not where they pass every rule (enableIamAuthorizationMode).',
    schema: `type Item @model @auth(rules: [{ allow: groups, groups: ["Admin"] }]) {
  id: ID!
  token: String @auth(rules: [{ allow: groups, groups: ["Admin"], operations: [create] }])
}`,
    wrong: 'query GetItem($id: ID!) { getItem(id: $id) { id token } }',
    right: 'query GetItem($id: ID!) { getItem(id: $id) { id } }',
    source:
      'https://docs.amplify.aws/gen1/javascript/build-a-backend/graphqlapi/customize-authorization-rules/',
  },
  'subscription-gets-null': {
    title: 'A mutation triggers the subscription and does not select one of its fields.',
    why: 'AppSync delivers to subscribers what the mutation selected, and nothing else: the other fields arrive as null, or, where the schema says that they are never null, as an error instead of the data. Whether it happens depends on who wrote the record, so it shows late. The mutations of this workspace are compared; those of other programs are not known here.',
    wrong: `mutation UpdateItem($input: UpdateItemInput!) { updateItem(input: $input) { id } }
subscription OnUpdateItem { onUpdateItem { id name } }`,
    right: `fragment ItemFields on Item { id name }
mutation UpdateItem($input: UpdateItemInput!) { updateItem(input: $input) { ...ItemFields } }
subscription OnUpdateItem { onUpdateItem { ...ItemFields } }`,
    source: 'https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html',
  },
  'anonymous-operation': {
    title: 'An operation has no name.',
    why: 'Codegen has nothing to call its types by, and logs, metrics and the manifest cannot tell it from others.',
    wrong: 'query { listItems { items { id } nextToken } }',
    right:
      'query ListItems($nextToken: String) { listItems(nextToken: $nextToken) { items { id } nextToken } }',
  },
  'duplicate-name': {
    title: 'Two operations, or two fragments, have the same name.',
    why: 'Names are shared by all files of the workspace: their types would be written over each other, and a fragment would be another one than the author of the operation had in mind.',
    wrong: `fragment ItemFields on Item { id }
fragment ItemFields on Item { id name }`,
    right: `fragment ItemKey on Item { id }
fragment ItemFields on Item { id name }`,
  },
  'list-without-next-token': {
    title: 'A list is read whose further pages nobody can ask for.',
    why: "A list returns one page: 100 records by Amplify's default, fewer where rows are large or a filter is set. Without nextToken nobody can tell whether that was all. A list inside another record is found where it does not select nextToken; one at the root also where it takes no nextToken.",
    wrong: 'query ListItems { listItems { items { id } } }',
    right:
      'query ListItems($nextToken: String) { listItems(nextToken: $nextToken) { items { id } nextToken } }',
    source: 'https://docs.amplify.aws/gen1/javascript/build-a-backend/graphqlapi/query-data/',
  },
  'filter-empties-pages': {
    title: 'A list always filters, and its pages can look empty although more follow.',
    why: "DynamoDB reads limit rows and filters then. A page may be empty and still have a nextToken; who stops at the first empty page loses records, and every row that is filtered away has been paid for. An index with a queryField reads only the rows asked for. A filter that is a variable which may be left out is the caller's choice and is not found. Search queries filter first and are not found either.",
    wrong: `query Pending($nextToken: String) {
  listItems(filter: { status: { eq: PENDING } }, nextToken: $nextToken) { items { id } nextToken }
}`,
    right: `query Pending($nextToken: String) {
  itemsByStatus(status: PENDING, nextToken: $nextToken) { items { id } nextToken }
}`,
    source:
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.FilterExpression',
  },
  deprecated: {
    title: 'The schema calls what the operation uses deprecated.',
    why: 'Whoever owns the schema wants to take the field, argument or value away, and waits for the last operation that uses it.',
    schema: `type Item @model @auth(rules: [{ allow: owner }]) {
  id: ID!
  name: String
  title: String @deprecated(reason: "Use name.")
}`,
    wrong: 'query GetItem($id: ID!) { getItem(id: $id) { id title } }',
    right: 'query GetItem($id: ID!) { getItem(id: $id) { id name } }',
  },
  'mutation-selects-nothing': {
    title: 'A mutation changes a record and selects nothing of it.',
    why: 'AppSync delivers to subscribers what the mutation selected. Of this one they would get a message with null in every field, or an error where a field is never null, and they could not be filtered by owner.',
    wrong: 'mutation UpdateItem($input: UpdateItemInput!) { updateItem(input: $input) { __typename } }',
    right: 'mutation UpdateItem($input: UpdateItemInput!) { updateItem(input: $input) { id name status } }',
    source: 'https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html',
  },
  'silence-without-reason': {
    title: 'A comment silences a finding without saying why.',
    why: 'The next reader has to know whether the reason still holds. Without one the comment silences nothing.',
    wrong: `# postern-ignore list-without-next-token
query ListItems { listItems { items { id } } }`,
    right: `query ListItems {
  # postern-ignore list-without-next-token: there are never more than five items
  listItems { items { id } }
}`,
  },
  'silence-of-nothing': {
    title: 'A comment silences a finding that is not there.',
    why: 'The mistake was mended, has moved, or never had this code. A comment on a line of its own silences the next line, one at the end of a line that line. A comment that stays would hide the next mistake of the kind.',
    wrong: `# postern-ignore deprecated: until the app of last year is gone
query GetItem($id: ID!) { getItem(id: $id) { id name } }`,
    right: 'query GetItem($id: ID!) { getItem(id: $id) { id name } }',
  },
};

/** The codes of all findings, in the order of {@link findingExplanations}. */
export const findingCodes = Object.keys(findingExplanations) as readonly FindingCode[];
