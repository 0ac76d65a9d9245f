import { startLocal } from '@postern/local';

/**
 * Whether the local user pool knows an action. Tests of what it has yet to learn are skipped until it does, rather than run
 * against something made up.
 */
export async function localSupports(action: string): Promise<boolean> {
  const local = await startLocal({ schema: 'type Note @model { id: ID! }' });
  try {
    const headers = { 'x-amz-target': `AWSCognitoIdentityProviderService.${action}` };
    const response = await fetch(local.url, { method: 'POST', headers, body: '{}' });
    const { __type: type = '' } = (await response.json()) as { __type?: string };
    return !type.endsWith('UnknownOperationException');
  } finally {
    await local.close();
  }
}
