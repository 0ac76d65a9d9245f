import { errorCode } from '../error-code.ts';
import { AuthError, type AuthErrorCode } from '../errors.ts';

// By the error codes of OAuth 2.0: https://www.rfc-editor.org/rfc/rfc6749#section-5.2
const rules: Readonly<Record<string, readonly [AuthErrorCode, (clientId: string) => string]>> = {
  invalid_client: [
    'client-secret',
    (id) => `The OAuth server does not take app client ${id}. Check its id and its secret.`,
  ],
  invalid_grant: ['session-expired', () => 'The session has ended. Sign in again.'],
  unauthorized_client: [
    'flow-not-enabled',
    (id) => `App client ${id} does not allow this OAuth flow. Switch it on for the app client.`,
  ],
  unsupported_grant_type: [
    'flow-not-enabled',
    (id) => `App client ${id} does not allow this OAuth flow. Switch it on for the app client.`,
  ],
  invalid_scope: [
    'flow-not-enabled',
    (id) => `App client ${id} may not have one of the scopes. Check the resource server and the app client.`,
  ],
  access_denied: ['sign-in-needed', () => 'The sign-in was not completed in the browser. Try again.'],
};

/**
 * The error that something thrown in a talk with an OAuth server stands for. A bug stays what it is; neither message nor
 * cause has a token, a code or a secret.
 */
export function fromOAuth(error: unknown, clientId: string, endpoint: string): unknown {
  if (!(error instanceof Error) || error instanceof AuthError) return error;
  const { error: named, status } = error as { error?: unknown; status?: unknown };
  // A server may say the same by HTTP's own means.
  const said = named ?? (status === 401 ? 'invalid_client' : undefined);
  if (typeof said === 'string') {
    const [code, message] = rules[said] ?? ['service', () => `The OAuth server refused: ${said}.`];
    return new AuthError(code, message(clientId), { cause: new Error(said) });
  }
  const { host } = new URL(endpoint);
  if (error.name === 'OperationProcessingError' || typeof status === 'number') {
    const what = `What ${host} answered is not what OAuth has for it (${errorCode(error) ?? error.name}).`;
    return new AuthError('service', `${what} Check the domain.`, { cause: new Error(error.name) });
  }
  const offline = /^(TypeError|TimeoutError|AbortError)$/.test(error.name) ? error.name : undefined;
  const code = errorCode(error) ?? offline;
  if (code === undefined) return error;
  return new AuthError('network', `Cannot reach ${host} (${code}). Check the address and the network.`);
}
