/** An API of some size: its schema, and five operations for each model. */
export interface SampleApi {
  readonly source: string;
  readonly operations: string;
  /** The models by name. */
  readonly models: readonly string[];
}

/** Makes an API with so many models; every third is closed to viewers. */
export function sampleApi(count: number): SampleApi {
  const models = Array.from({ length: count }, (_, index) => `Thing${index + 1}`);
  return {
    source: models.map(modelOf).join('\n'),
    operations: models.map(operationsOn).join('\n'),
    models,
  };
}

function modelOf(name: string, index: number): string {
  const readers = index % 3 === 0 ? '' : '{ allow: groups, groups: ["Viewer"], operations: [read] }';
  return `
    type ${name} @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Admin"] }, ${readers}]) {
      id: ID!
      name: String!
      size: Int
      weight: Float
      isOpen: Boolean
      seenAt: AWSDateTime
      details: AWSJSON
      state: ${name}State! @index(name: "byState", queryField: "list${name}ByState")
    }
    enum ${name}State { NEW OPEN DONE }`;
}

function operationsOn(name: string): string {
  return `
    fragment ${name}Fields on ${name} {
      id name size weight isOpen seenAt details state createdAt updatedAt owner
    }
    query Get${name}($id: ID!) { get${name}(id: $id) { ...${name}Fields } }
    query List${name}($filter: Model${name}FilterInput, $limit: Int, $nextToken: String) {
      list${name}s(filter: $filter, limit: $limit, nextToken: $nextToken) {
        items { ...${name}Fields }
        nextToken
      }
    }
    mutation Create${name}($input: Create${name}Input!) { create${name}(input: $input) { ...${name}Fields } }
    mutation Update${name}($input: Update${name}Input!) { update${name}(input: $input) { ...${name}Fields } }
    mutation Delete${name}($input: Delete${name}Input!) { delete${name}(input: $input) { ...${name}Fields } }`;
}
