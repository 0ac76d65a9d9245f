/**
 * A schema of that many models such as teams write: rules of several kinds, an index, a relation to the next model, an enum, a
 * nested type and a custom query for every tenth.
 */
export function syntheticSchema(models: number): string {
  return Array.from({ length: models }, (_, index) => modelText(index, models)).join('\n');
}

function modelText(index: number, models: number): string {
  const name = `Model${String(index)}`;
  const next = `Model${String((index + 1) % models)}`;
  const query =
    index % 10 === 0
      ? `${index === 0 ? 'type' : 'extend type'} Query {
  report${name}(from: AWSDate!): [${name}] @function(name: "report-\${env}") @auth(rules: [{ allow: groups, groups: ["Admin"] }])
}
`
      : '';
  return `type ${name} @model @auth(rules: [
  { allow: owner }
  { allow: groups, groups: ["Admin", "Editor"] }
  { allow: private, provider: iam, operations: [read, update] }
]) {
  id: ID!
  title: String! @index(name: "byTitle", sortKeyFields: ["at"], queryField: "${name}ByTitle")
  at: AWSDateTime!
  status: Status${name}
  tags: [String]
  count: Int
  price: Float @auth(rules: [{ allow: groups, groups: ["Admin"] }, { allow: owner, operations: [read] }])
  done: Boolean
  place: Place${name}
  nexts: [${next}] @hasMany
}
enum Status${name} { OPEN CLOSED }
type Place${name} { street: String city: String! zip: Int }
${query}`;
}
