// A run in a process of its own, for what can only be done to a process; prints its report.
import { runOnce, stringJob } from './run-once.ts';
import { SimulatedApi } from './simulated-api.ts';

const items = Array.from({ length: 5_000 }, (_, index) => `item-${index}`);
const report = await runOnce(process.argv[2] ?? '', stringJob(items, new SimulatedApi()));
const error = report.error instanceof Error && 'code' in report.error ? report.error.code : undefined;
process.stdout.write(JSON.stringify({ ...report, error }));
