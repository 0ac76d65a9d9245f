import { createHash, createHmac } from 'node:crypto';
import type { Local } from '@postern/local';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Disables a user of a local backend, as its administrator; signed by hand, since a client has no use for AWS's SDK. */
export async function disableUser(local: Local, username: string): Promise<void> {
  const { cognitoEndpoint, region, roles, userPoolId } = local;
  const { accessKeyId, secretAccessKey } = roles.admin;
  const body = JSON.stringify({ UserPoolId: userPoolId, Username: username });
  const target = 'AWSCognitoIdentityProviderService.AdminDisableUser';
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const names = 'host;x-amz-date;x-amz-target';
  const headers = `host:${new URL(cognitoEndpoint).host}\nx-amz-date:${date}\nx-amz-target:${target}\n`;
  const canonical = ['POST', '/', '', headers, names, sha256(body)].join('\n');
  const scope = [date.slice(0, 8), region, 'cognito-idp', 'aws4_request'];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  const signature = hmac(key as Buffer, text).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names}, Signature=${signature}`;
  const { status } = await fetch(cognitoEndpoint, {
    method: 'POST',
    headers: {
      ...{ authorization, 'x-amz-date': date, 'x-amz-target': target },
      'content-type': 'application/x-amz-json-1.1',
    },
    body,
  });
  if (status !== 200) throw new Error(`AdminDisableUser was answered with ${status}.`);
}
