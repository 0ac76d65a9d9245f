import { policyQuotas, policySize, type IamPolicy, type PolicyRequest } from '@postern/schema';

const flags = { region: '--region', account: '--account', apiId: '--api-id', userPoolId: '--user-pool-id' };

/** What a person should know of a policy besides its text, a line each. */
export function policyRemarks(
  policy: IamPolicy,
  { operations, signIn, place = {} }: PolicyRequest,
): string[] {
  const needed: (keyof typeof flags)[] = ['region', 'account'];
  if (operations.length > 0) needed.push('apiId');
  if (signIn === 'admin') needed.push('userPoolId');
  const unknown = needed.filter((key) => place[key] === undefined).map((key) => flags[key]);
  const remarks: string[] = [];
  if (signIn === 'user') {
    remarks.push('Signing in as a user needs no statement: Cognito evaluates no IAM policy for it.');
  }
  if (unknown.length > 0) {
    remarks.push(`The ARNs have a * for what is not known; give ${unknown.join(', ')}.`);
  }
  const { managed, inlineOfRole } = policyQuotas;
  if (policySize(policy) > managed) {
    const allowed = `a managed policy may have ${managed}, those inline in a role ${inlineOfRole} together`;
    remarks.push(`The policy has ${policySize(policy)} characters; ${allowed}.`);
  }
  return remarks;
}
