import { parseProjectFile, readConfig, type SettingName } from '@postern/config';
import { SettingsError } from '../errors.ts';

/** Where the backend is; nothing in it is secret. */
export interface Settings {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly graphqlEndpoint: string;
  /** Where Cognito is, when it is not AWS's own. */
  readonly cognitoEndpoint: string | undefined;
}

/**
 * Reads the settings out of `amplify_outputs.json`.
 *
 * @throws SettingsError naming what is missing.
 */
export function readSettings(text: string): Settings {
  const config = readConfig({ environment: {}, files: [parseFile(text)] });
  const need = (name: SettingName, key: string): string => {
    const value = config.get(name);
    if (value === undefined) throw new SettingsError(`amplify_outputs.json has no "${key}".`);
    return value;
  };
  return {
    userPoolId: need('userPoolId', 'auth.user_pool_id'),
    clientId: need('clientId', 'auth.user_pool_client_id'),
    graphqlEndpoint: need('graphqlEndpoint', 'data.url'),
    cognitoEndpoint: config.get('cognitoEndpoint'),
  };
}

function parseFile(text: string) {
  try {
    return parseProjectFile('amplify_outputs.json', text);
  } catch (error) {
    throw new SettingsError(
      'There is no amplify_outputs.json beside this page, or it is not JSON. `pnpm dev` serves one; a deployment puts its own there.',
      { cause: error },
    );
  }
}
