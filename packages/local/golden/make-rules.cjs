// node make-rules.cjs: runs the resolvers that AWS's transformer generates for rules.graphql, and writes what they decide to
// rules.json. Run it in a folder that has the transformer's oracle.cjs and node_modules, with amplify-velocity-template:
//   node make-rules.cjs <folder of this file>
// `oidc` as a second argument asks the same of rules and callers of an OpenID Connect provider, and writes nothing: it fails
// where they differ from rules.json, which they do not.
const fs = require('fs');
const path = require('path');
const { Compile, parse } = require('amplify-velocity-template');
const { run } = require('./oracle.cjs');

const folder = process.argv[2];
const provider = process.argv[3] ?? 'userPools';
const schema = fs.readFileSync(path.join(folder, 'rules.graphql'), 'utf8')
  .replace(/allow: (owner|groups|private)/g, `allow: $1, provider: ${provider}`);
console.error = console.warn = console.info = () => {};
const { resolvers } = run(schema);
// The engine cannot call this method of a text.
const template = (name) => resolvers[`resolvers/${name}.vtl`].replaceAll('$group.isEmpty()', '$util.isBlank($group)');

// Java's collections, as far as the templates use them.
class List extends Array {
  static get [Symbol.species]() { return Array; }
  add(value) { this.push(value); return true; }
  addAll(values) { this.push(...values); return true; }
  contains(value) { return this.includes(value); }
  get(index) { return this[index]; }
  size() { return this.length; }
  isEmpty() { return this.length === 0; }
}
const list = (values) => { const made = new List(); for (const value of values) made.push(java(value)); return made; };
const methods = {
  get: (map) => (key) => map.get(key) ?? null,
  put: (map) => (key, value) => void map.set(key, value),
  containsKey: (map) => (key) => map.has(key),
  keySet: (map) => () => list(map.keys()),
  entrySet: (map) => () => list([...map].map(([key, value]) => new Map([['key', key], ['value', value]]))),
  isEmpty: (map) => () => map.size === 0,
  size: (map) => () => map.size,
};
const raw = Symbol('raw');
const mapOf = (entries) => {
  const map = new Map();
  for (const [key, value] of entries) map.set(key, java(value));
  return new Proxy({}, {
    get: (_, key) => (key === raw ? map : Object.hasOwn(methods, key) ? methods[key](map) : (map.get(key) ?? null)),
    has: (_, key) => Object.hasOwn(methods, key) || map.has(key),
    set: (_, key, value) => { if (key !== 'eval') map.set(key, value); return true; },
    ownKeys: () => [...map.keys()],
    getOwnPropertyDescriptor: (_, key) => ({ configurable: true, enumerable: true, value: map.get(key) }),
  });
};
function java(value) {
  if (value instanceof List || value === null || typeof value !== 'object' || value[raw]) return value;
  if (Array.isArray(value)) return list(value);
  return mapOf(value instanceof Map ? value : Object.entries(value));
}
function plain(value) {
  if (Array.isArray(value)) return [...value].map(plain);
  if (value?.[raw]) return Object.fromEntries([...value[raw]].map(([key, entry]) => [key, plain(entry)]));
  return value;
}
String.prototype.contains = function (part) { return this.includes(part); };

class Refused extends Error {}
const authTypes = { userPools: 'User Pool Authorization', oidc: 'Open ID Connect Authorization', apiKey: 'API Key Authorization', iam: 'IAM Authorization' };
function utilities(mode, refuse) {
  return {
    authType: () => authTypes[mode],
    unauthorized: () => refuse('Unauthorized'),
    error: (message) => refuse(message),
    qr: () => '',
    defaultIfNull: (value, other) => value ?? other,
    isNull: (value) => value === null || value === undefined,
    isNullOrEmpty: (value) => value === null || value === undefined || value === '' || (value[raw] ? value[raw].size === 0 : value.length === 0),
    isBlank: (text) => text.length === 0,
    isString: (value) => typeof value === 'string',
    isList: (value) => Array.isArray(value),
    toJson: (value) => JSON.stringify(plain(value) ?? null),
    parseJson: (text) => { try { return java(JSON.parse(text)); } catch { return null; } },
    list: { copyAndRemoveAll: (all, gone) => list(all.filter((entry) => !gone.includes(entry))) },
    map: { copyAndRetainAllKeys: (map, keys) => mapOf([...map[raw]].filter(([key]) => keys.includes(key))) },
    dynamodb: { toDynamoDB: (value) => java({ S: value }) },
  };
}
// Runs one template; a refusal ends it, as it does on AWS.
function render(name, caller, { args = {}, result = null, source = null, stash = java({}) } = {}) {
  let refused;
  const refuse = (message) => { refused ??= message; throw new Refused(message); };
  const ctx = java({ identity: caller.claims ? { claims: caller.claims } : {}, stash, source, result, error: null });
  ctx[raw].set('args', java(args));
  ctx[raw].set('arguments', ctx.args);
  try {
    const compiled = new Compile(parse(template(name)), { valueMapper: java, escape: false });
    const text = compiled.render({ ctx, context: ctx, util: utilities(caller.mode, refuse) });
    return { refused, text, args: plain(ctx.args), stash: plain(stash) };
  } catch (error) {
    if (refused === undefined) throw error;
    return { refused };
  }
}

const user = (sub, username, more = {}) => ({ mode: provider, claims: { sub, username, ...more } });
const callers = {
  ann: user('s-ann', 'ann'),
  annById: { mode: provider, claims: { sub: 's-ann', 'cognito:username': 'ann', email: 'ann@example.com' } },
  bob: user('s-bob', 'bob', { email: 'bob@example.com' }),
  admin: user('s-adm', 'adm', { 'cognito:groups': ['Admin'] }),
  lookalike: user('s-lik', 'lik', { 'cognito:groups': ['Admins', 'admin', ' Admin'] }),
  auditor: user('s-aud', 'aud', { 'cognito:groups': ['Auditor'] }),
  red: user('s-red', 'red', { 'cognito:groups': ['red', 'green'] }),
  acme: user('s-acm', 'acm', { 'custom:tenant': 'acme' }),
  notAcme: user('s-not', 'not', { 'custom:tenant': 'not-acme-at-all' }),
  nameless: { mode: provider, claims: { sub: 's-ann' } },
  apiKey: { mode: 'apiKey' },
};
const docs = {
  ofAnn: { id: '1', title: 't', owner: 's-ann::ann' },
  ofAnnByName: { id: '2', title: 't', owner: 'ann' },
  ofBob: { id: '3', title: 't', owner: 's-bob::bob', editors: ['s-ann::ann', 'aud'], secret: 'x', note: 'n' },
  toBobsMail: { id: '4', title: 't', mail: 'bob@example.com' },
  ofRed: { id: '5', title: 't', team: 'red' },
  ofGreenAndBlue: { id: '6', title: 't', teams: ['green', 'blue'] },
  ofNobody: { id: '7', title: 't' },
};
const docInputs = {
  bare: { title: 't' },
  own: { title: 't', owner: 'ann' },
  foreign: { title: 't', owner: 's-bob::bob' },
  noOwner: { title: 't', owner: null },
  withSecret: { title: 't', secret: 'x' },
  withNote: { title: 't', note: 'n' },
  onlyNote: { note: 'n' },
  shared: { title: 't', owner: 'x', editors: ['red'] },
  forRed: { title: 't', owner: 'x', teams: ['red'] },
};
const docChanges = {
  nothing: {},
  title: { title: 'u' },
  noTitle: { title: null },
  owner: { owner: 'x' },
  secret: { title: 'u', secret: 'y' },
  noSecret: { secret: null },
  note: { note: 'm' },
  noNote: { note: null },
};
const each = (object, make) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, make(value, key)]));

const create = (model, inputs) => each(callers, (caller) => each(inputs, (input) => {
  const { refused, args } = render(`Mutation.create${model}.auth.1.req`, caller, { args: { input } });
  return refused ?? args.input;
}));
const update = (model, records, changes) => each(callers, (caller) => each(records, (record) => each(changes, (change) =>
  render(`Mutation.update${model}.auth.1.res`, caller, { args: { input: { id: record.id, ...change } }, result: record }).refused ?? 'ok')));
const remove = (model, records) => each(callers, (caller) => each(records, (record) =>
  render(`Mutation.delete${model}.auth.1.res`, caller, { args: { input: { id: record.id } }, result: record }).refused ?? 'ok'));

// What a filter of the auth step keeps.
const test = { eq: (a, b) => a === b, in: (a, b) => b.includes(a), contains: (a, b) => Array.isArray(a) && a.includes(b) };
const keeps = (filter, record) => !filter || filter.or.some((part) => {
  const [[field, condition]] = Object.entries(part);
  const [[operator, wanted]] = Object.entries(condition);
  return test[operator](record[field] ?? null, wanted);
});
const read = (name, records, args) => each(callers, (caller) => {
  const stash = java({ modelQueryExpression: { expression: 'K', expressionNames: {}, expressionValues: {} } });
  const { refused, args: changed, stash: left } = render(`${name}.auth.1.req`, caller, { args, stash });
  if (refused !== undefined) return refused;
  const narrowed = each(left.modelQueryExpression.expressionValues, (value) => value.S);
  const keys = Object.fromEntries(Object.entries(narrowed).map(([key, value]) => [key.slice(1), value]));
  for (const [key, value] of Object.entries(changed)) if (!(key in args)) keys[key] = value.eq ?? value;
  return { sees: Object.keys(records).filter((key) => keeps(left.authFilter, records[key])), ...(Object.keys(keys).length ? { keys } : {}) };
});
// The filter that a subscription ends up with, null for none; arguments are compared with events where there is none.
const listens = {
  all: {},
  own: { owner: 'ann' },
  ownWhole: { owner: 's-ann::ann' },
  foreign: { owner: 's-bob::bob' },
  empty: { owner: '' },
  filter: { filter: { title: { eq: 't' } } },
  emptyFilter: { filter: {} },
  ownAndFilter: { owner: 'ann', filter: { title: { eq: 't' } } },
  mail: { mail: 'ann@example.com' },
  editors: { editors: 'ann' },
};
const listen = (name) => each(callers, (caller) => each(listens, (args) => {
  const { refused, args: changed } = render(`${name}.auth.1.req`, caller, { args });
  return refused ?? changed.filter ?? null;
}));
const field = (type, name, records) => each(callers, (caller) => Object.keys(records).filter((key) =>
  render(`${type}.${name}.req`, caller, { source: records[key] }).refused === undefined));
const root = (name) => Object.keys(callers).filter((key) => render(`${name}.auth.req`, callers[key]).refused === undefined);

const plains = { ofAnn: { id: '1', owner: 's-ann::ann' }, ofNobody: { id: '2' } };
const diaries = {
  ofAnn: { owner: 's-ann::ann', day: '1', kind: 'k' }, ofBob: { owner: 'bob', day: '1', kind: 'k' }, ofRed: { owner: 'x', day: '1', team: 'red', kind: 'k' },
};
const version = (name) => require(`${name}/package.json`).version;
const golden = {
  madeBy: each({ transformer: '@aws-amplify/graphql-transformer', auth: '@aws-amplify/graphql-auth-transformer' }, version),
  callers, listens, docs, docInputs, docChanges, plains, diaries,
  Doc: {
    create: create('Doc', docInputs), update: update('Doc', docs, docChanges), delete: remove('Doc', docs),
    get: read('Query.getDoc', docs, { id: '1' }), list: read('Query.listDocs', docs, {}),
    listen: listen('Subscription.onCreateDoc'),
    secret: field('Doc', 'secret', docs), note: field('Doc', 'note', docs),
  },
  Plain: {
    create: create('Plain', { bare: { name: 'n' }, foreign: { name: 'n' } }),
    update: update('Plain', plains, { name: { name: 'm' } }), delete: remove('Plain', plains),
    list: read('Query.listPlains', plains, {}), listen: listen('Subscription.onUpdatePlain'),
  },
  Diary: {
    listen: listen('Subscription.onDeleteDiary'),
    getOwn: read('Query.getDiary', diaries, { owner: 'ann', day: '1' }),
    getForeign: read('Query.getDiary', diaries, { owner: 'x', day: '1' }),
    list: read('Query.listDiaries', diaries, {}),
    listOwn: read('Query.listDiaries', diaries, { owner: 's-ann::ann' }),
    byKind: read('Query.diariesByKind', diaries, { kind: 'k' }),
    byKindOwn: read('Query.diariesByKind', diaries, { kind: 'k', owner: { eq: 'ann' } }),
    byKindForeign: read('Query.diariesByKind', diaries, { kind: 'k', owner: { eq: 'x' } }),
  },
  roots: { audit: root('Query.audit') },
};
const text = `${JSON.stringify(golden, null, 1)}\n`;
const file = path.join(folder, 'rules.json');
if (provider === 'userPools') fs.writeFileSync(file, text);
else if (text.replaceAll(`"mode": "${provider}"`, '"mode": "userPools"') !== fs.readFileSync(file, 'utf8')) throw new Error(`${provider} differs.`);
