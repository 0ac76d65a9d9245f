/** Items for owners, processors and administrators; a note that only administrators may read. */
export const source = /* GraphQL */ `
  type Item
    @model
    @auth(
      rules: [
        { allow: owner }
        { allow: groups, groups: ["Processor"] }
        { allow: groups, groups: ["Admin"] }
      ]
    ) {
    id: ID!
    name: String!
    note: String @auth(rules: [{ allow: groups, groups: ["Admin"] }])
    seenAt: AWSDateTime
  }
  type Query {
    pending: [Item] @function(name: "pending") @auth(rules: [{ allow: groups, groups: ["Processor"] }])
  }
`;
