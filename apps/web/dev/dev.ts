// `pnpm dev`: the local backend and the page, until Ctrl-C.
import { parseArgs } from 'node:util';
import { describeDev } from './describe-dev.ts';
import { readProject } from './project.ts';
import { startDev } from './start-dev.ts';

const usage = `pnpm dev [--port PORT] [--data FOLDER]

  --port PORT    The page's port (default 5173; any free one where that is taken)
  --data FOLDER  Keep records, users and passwords there rather than in memory`;

try {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) process.stdout.write(`${usage}\n`);
  else await run(values.port, values.data);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const isUsage =
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${message}${isUsage ? `\n\n${usage}` : ''}\n`);
  process.exitCode = isUsage ? 2 : 1;
}

async function run(port: string | undefined, data: string | undefined): Promise<void> {
  if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new Error(`--port is a number, not "${port}".`);
  const project = await readProject();
  const sampleOwner = project.users.find(({ groups = [], temporary }) => groups.length === 0 && !temporary);
  const dev = await startDev({
    ...project,
    ...(sampleOwner ? { sampleOwner: sampleOwner.username } : {}),
    ...(data === undefined ? {} : { dataDir: data }),
    page: port === undefined ? { port: 5173, strict: false } : { port: Number(port), strict: true },
  });
  process.stdout.write(describeDev(dev, project.users, data));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await dev.close();
}
