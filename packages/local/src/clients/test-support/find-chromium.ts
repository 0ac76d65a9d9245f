import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

// The same places as `pnpm test` looks in before it installs one: tools/setup/src/browser.ts.
const places = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium: the environment's `CHROMIUM_PATH`, else one that is installed. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH: named, PATH: path } = process.env;
  if (named) return named;
  const folders = (path ?? '').split(delimiter);
  return places
    .flatMap((place) => (isAbsolute(place) ? [place] : folders.map((folder) => join(folder, place))))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
