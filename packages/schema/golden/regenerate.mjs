// node golden/regenerate.mjs ORACLE V1: makes the goldens again, with AWS's own transformers: the second in the folder
// ORACLE (golden.cjs, oracle.cjs and their node_modules), the first in V1 (v1.cjs and its node_modules).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const log = console.log;
console.error = console.warn = console.info = console.log = () => {};

const load = (folder, file) => {
  const require = createRequire(join(resolve(folder), file));
  return { require, module: require(join(resolve(folder), file)) };
};
const versionsOf = (require, names) =>
  Object.fromEntries(names.map((name) => [name, require(`${name}/package.json`).version]));
const sourcesOf = (folder) =>
  readdirSync(folder).filter((name) => name.endsWith('.graphql') && name !== 'refused.graphql');
const write = (folder, name, value) =>
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 1)}\n`);

function refusedCases(folder, refuse) {
  const cases = readFileSync(join(folder, 'refused.graphql'), 'utf8').split(/^# /m).slice(1);
  return cases.map((text) => {
    const [head, ...body] = text.split('\n');
    const [code, name] = head.split(': ');
    const aws = refuse(body.join('\n'));
    if (aws === undefined) log(`accepted: ${name}`);
    return { name, code, source: body.join('\n').trim(), aws };
  });
}

const { require, module: oracle } = load(process.argv[2] ?? '.', 'golden.cjs');
const versions = versionsOf(
  require,
  ['transformer', 'auth-transformer', 'transformer-core', 'relational-transformer'].map(
    (name) => `@aws-amplify/graphql-${name}`,
  ),
);
for (const file of sourcesOf(here)) {
  const source = readFileSync(join(here, file), 'utf8');
  for (const iamAccess of [false, true]) {
    process.env.IAM_ACCESS = iamAccess ? '1' : '0';
    const { ok, sdl, access, error } = oracle.golden(source);
    if (!ok) log(`${file}: ${error}`);
    write(here, file.replace('.graphql', iamAccess ? '.iam.json' : '.json'), { versions, iamAccess, sdl, access });
  }
}
process.env.IAM_ACCESS = '0';
write(here, 'refused.json', { versions, cases: refusedCases(here, (source) => oracle.golden(source).error) });

const first = load(process.argv[3] ?? '.', 'v1.cjs');
const old = join(here, 'v1');
const oldVersions = versionsOf(
  first.require,
  ['dynamodb', 'key', 'connection', 'auth', 'versioned', 'elasticsearch'].map(
    (name) => `graphql-${name}-transformer`,
  ),
);
for (const file of sourcesOf(old)) {
  const sdl = oracle.reachable(first.module.run(readFileSync(join(old, file), 'utf8')));
  write(old, file.replace('.graphql', '.json'), { versions: oldVersions, sdl });
}
const refuseOld = (source) => {
  try {
    first.module.run(source);
    return undefined;
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
write(old, 'refused.json', { versions: oldVersions, cases: refusedCases(old, refuseOld) });
