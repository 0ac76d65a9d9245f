import fc from 'fast-check';

const typeNames = ['A', 'B', 'constructor'] as const;
const fieldNames = ['A', 'B', 'c', 'id', 'owner', 'and', 'createdAt', '__proto__', 'constructor', 'toString'];

const text = fc.constantFrom('c', 'id', 'owner', 'byOwner', 'constructor', '', '-').map(quote);
const texts = fc.array(text, { maxLength: 3 }).map((list) => `[${list.join(', ')}]`);
const rule = fc
  .record({
    allow: fc.constantFrom('owner', 'private', 'public', 'groups', 'custom'),
    more: fc.constantFrom(
      '',
      '',
      ', groups: ["G"]',
      ', groupsField: "c"',
      ', ownerField: "c"',
      ', provider: iam',
      ', operations: [read]',
      ', operations: [create, get]',
      ', identityClaim: "email"',
      ', queries: [get], mutations: null',
    ),
  })
  .map(({ allow, more }) => `{ allow: ${allow}${more} }`);
const anything = fc.oneof(
  fc.constantFrom('null', '""', '[]', '{}', 'owner', '1', '["id"]', '{ level: off }', '{ get: null }'),
  text,
  texts,
);
const rules = fc.array(rule, { minLength: 1, maxLength: 3 }).map((list) => `[${list.join(', ')}]`);

// Each argument with values that it could have.
const directives: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<string>>>>> = {
  model: {
    queries: fc.constantFrom('null', '{ get: "a" }', '{ list: null }'),
    mutations: fc.constantFrom('null', '{ create: "b" }'),
    subscriptions: fc.constantFrom('null', '{ level: off }', '{ level: public }', '{ onCreate: ["d"] }'),
    timestamps: fc.constantFrom('null', '{ createdAt: "c" }', '{ updatedAt: null }'),
  },
  auth: { rules },
  searchable: { queries: fc.constantFrom('null', '{ search: "e" }', '{ search: null }') },
  primaryKey: { sortKeyFields: texts },
  index: { name: text, sortKeyFields: texts, queryField: fc.oneof(text, fc.constant('null')) },
  hasOne: { fields: texts, references: texts },
  hasMany: { fields: texts, references: texts, indexName: text, limit: fc.constant('5') },
  belongsTo: { fields: texts, references: texts },
  manyToMany: { relationName: text },
  default: { value: text },
  function: { name: text },
  http: { url: fc.constantFrom('"https://a.b/:c"', '"http://a.b/c"', '""') },
  aws_iam: {},
  key: { name: text, fields: texts, queryField: text },
  connection: { name: text, keyField: text, sortField: text, keyName: text, fields: texts },
  versioned: { versionField: text, versionInput: text },
};

function directive(names: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...names).chain((name) => {
    const known = Object.entries(directives[name] ?? {}).map(([argument, value]) =>
      fc
        .oneof({ weight: 12, arbitrary: value }, { weight: 1, arbitrary: anything })
        .map((of) => `${argument}: ${of}`),
    );
    const given =
      known.length > 0 ? fc.shuffledSubarray(known).chain((list) => fc.tuple(...list)) : fc.constant([]);
    return given.map((list) => `@${name}${list.length > 0 ? `(${list.join(', ')})` : ''}`);
  });
}

function sometimes(arbitrary: fc.Arbitrary<string>, weight: number): fc.Arbitrary<string> {
  return fc.oneof({ weight: 10 - weight, arbitrary: fc.constant('') }, { weight, arbitrary });
}

const onFields = [
  'primaryKey',
  'index',
  'hasOne',
  'hasMany',
  'belongsTo',
  'manyToMany',
  'default',
  'auth',
  'function',
  'http',
];
const fieldType = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('ID!', 'String', 'Int', 'AWSDateTime', 'Boolean!', '[String]', 'E'),
  },
  { weight: 1, arbitrary: fc.constantFrom(...typeNames.flatMap((name) => [name, `[${name}]`, `${name}!`])) },
);
const field = (names: readonly string[]) =>
  fc.tuple(fc.constantFrom(...fieldNames), fieldType, sometimes(directive(names), 2));

const object = (onTypes: readonly string[], names: readonly string[]) =>
  fc.record({
    kind: fc.oneof(
      { weight: 19, arbitrary: fc.constant('type') },
      { weight: 1, arbitrary: fc.constant('interface') },
    ),
    model: fc.constantFrom('', '@model', '@model', '@model @auth(rules: [{ allow: owner }])'),
    more: sometimes(directive(onTypes), 2),
    fields: fc.uniqueArray(field(names), { minLength: 1, maxLength: 5, selector: ([name]) => name }),
  });

function schema(onTypes: readonly string[], names: readonly string[]): fc.Arbitrary<string> {
  const one = object(onTypes, names);
  return fc.tuple(one, one, one).map((types) => {
    const printed = types.map(({ kind, model, more, fields }, index) => {
      const lines = fields.map(([name, of, by]) => `${name}: ${of} ${by}`);
      return `${kind} ${typeNames[index] ?? ''} ${model} ${more} { ${lines.join('\n')} }`;
    });
    return `${printed.join('\n')}\nenum E { A }`;
  });
}

function quote(of: string): string {
  return JSON.stringify(of);
}

/** Schemas of today's dialect: most are wrong somewhere, some are not. */
export const anySchema = schema(['auth', 'searchable', 'model', 'aws_iam', 'index'], onFields);

/** The same in the first version's dialect. */
export const anyOldSchema = schema(
  ['auth', 'searchable', 'key', 'key', 'versioned'],
  ['connection', 'connection', 'auth', 'function'],
);
