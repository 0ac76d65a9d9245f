// node make-relations.cjs: asks AWS's transformer which relations of relations.graphql a mutation answers with nothing, so that
// nothing of them gets to subscribers, and writes relations.json. Run it as make-rules.cjs.
const fs = require('fs');
const path = require('path');
const { run } = require('./oracle.cjs');

const folder = process.argv[2];
console.error = console.warn = console.info = () => {};
const { resolvers } = run(fs.readFileSync(path.join(folder, 'relations.graphql'), 'utf8'));
const hidden = {};
for (const [file, text] of Object.entries(resolvers)) {
  const [, field, slot] = /^resolvers\/(\w*Hub\.\w+)\.auth\.1\.(req|res)\.vtl$/.exec(file) ?? [];
  if (field !== undefined) hidden[field] ||= text.includes('$ctx.stash.put("deniedField", true)');
}
const version = (name) => require(`${name}/package.json`).version;
const golden = { madeBy: { auth: version('@aws-amplify/graphql-auth-transformer') }, hidden };
fs.writeFileSync(path.join(folder, 'relations.json'), `${JSON.stringify(golden, null, 1)}\n`);
