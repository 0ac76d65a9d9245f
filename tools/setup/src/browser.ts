import { ensureProgram } from './ensure-program.ts';
import { thisMachine, type Machine } from './machine.ts';

// The same places as the browser tests look in: apps/web/dev/e2e/test-support/find-chromium.ts.
const places = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Finds Chromium, or installs Debian's where that may be done without asking; otherwise says what to do.
 *
 * @param named - A path that comes before all others. @defaultValue the environment's `CHROMIUM_PATH`
 * @returns Its path, or undefined when the browser tests have to be skipped.
 */
export function ensureBrowser(
  machine: Machine = thisMachine,
  named: string | undefined = process.env.CHROMIUM_PATH,
): string | undefined {
  return ensureProgram(
    {
      title: 'Chromium',
      purpose: 'the browser tests',
      debianPackage: 'chromium',
      advice: 'Install Chromium or Chrome, or name one in CHROMIUM_PATH.',
      find: ({ find }) => [...(named ? [named] : []), ...places].map(find).find((path) => path !== undefined),
    },
    machine,
  );
}
