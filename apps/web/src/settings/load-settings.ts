import { SettingsError } from '../errors.ts';
import { readSettings, type Settings } from './settings.ts';

/**
 * Fetches the settings from beside the page.
 *
 * @throws SettingsError when they cannot be fetched or something is missing in them.
 */
export async function loadSettings(): Promise<Settings> {
  const response = await fetch(new URL('amplify_outputs.json', document.baseURI), {
    cache: 'no-cache',
  }).catch((error: unknown) => {
    throw new SettingsError('amplify_outputs.json cannot be fetched. Is the server running?', {
      cause: error,
    });
  });
  return readSettings(await response.text());
}
