// `node apps/batch/src/deploy/bundle-lambda.ts [FOLDER]`: writes the Lambda function's files, ready to be zipped.
import { resolve } from 'node:path';
import { bundleLambda } from './lambda-bundle.ts';

const folder = resolve(process.argv[2] ?? 'dist/lambda');
const files = await bundleLambda(folder);
for (const { name, bytes } of files) process.stdout.write(`${String(bytes).padStart(9)}  ${name}\n`);
const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
process.stdout.write(`${String(total).padStart(9)}  bytes in ${folder}\n`);
