// node golden/regenerate.mjs ORACLE: makes the goldens again, with AWS's own transformer in the folder ORACLE
// (golden.cjs, oracle.cjs and their node_modules).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const oracle = resolve(process.argv[2] ?? '.');
const require = createRequire(join(oracle, 'golden.cjs'));
const { golden } = require(join(oracle, 'golden.cjs'));
const versions = Object.fromEntries(
  ['transformer', 'auth-transformer', 'transformer-core', 'relational-transformer'].map((name) => [
    `@aws-amplify/graphql-${name}`,
    require(`@aws-amplify/graphql-${name}/package.json`).version,
  ]),
);
const write = (name, value) => writeFileSync(join(here, name), `${JSON.stringify(value, null, 1)}\n`);
const log = console.log;
console.error = console.warn = console.info = console.log = () => {};

for (const file of readdirSync(here).filter((name) => name.endsWith('.graphql') && name !== 'refused.graphql')) {
  const source = readFileSync(join(here, file), 'utf8');
  for (const iamAccess of [false, true]) {
    process.env.IAM_ACCESS = iamAccess ? '1' : '0';
    const { ok, sdl, access, error } = golden(source);
    if (!ok) log(`${file}: ${error}`);
    write(file.replace('.graphql', iamAccess ? '.iam.json' : '.json'), { versions, iamAccess, sdl, access });
  }
}

process.env.IAM_ACCESS = '0';
const cases = readFileSync(join(here, 'refused.graphql'), 'utf8').split(/^# /m).slice(1);
const refused = cases.map((text) => {
  const [head, ...body] = text.split('\n');
  const [code, name] = head.split(': ');
  const { ok, error } = golden(body.join('\n'));
  if (ok) log(`accepted: ${name}`);
  return { name, code, source: body.join('\n').trim(), aws: error };
});
write('refused.json', { versions, cases: refused });
