// What a page that signs in with SRP and runs one query has to load. Run: node tools/bench/src/size.bench.ts
import { pageSize } from './size/page-size.ts';

const pages = {
  postern: '@postern/auth + @postern/client/light',
  'postern-live': 'the same, subscriptions when used',
  'identity-js': 'amazon-cognito-identity-js + fetch',
  amplify: 'aws-amplify auth + api',
};

process.stdout.write('| page | gzip, bytes | brotli, bytes | loaded when used, gzip |\n|---|---|---|---|\n');
for (const [page, name] of Object.entries(pages)) {
  const { gzip, brotli, later } = await pageSize(page);
  const rest = later.map((chunk) => `${chunk.name} ${chunk.gzip}`).join(', ');
  process.stdout.write(`| ${name} | ${gzip} | ${brotli} | ${rest || '–'} |\n`);
}
