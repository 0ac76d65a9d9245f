import type { DocumentNode } from 'graphql';
import { QuestionError } from '../errors.ts';
import type { ExpandedSchema } from '../expand.ts';
import { iamResources } from './iam-resources.ts';

/** A policy document, as IAM takes it. */
export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly IamStatement[];
}

/** One statement of a policy document. */
export interface IamStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** Where the API and the user pool are. What is not given is `*` in the ARNs. */
export interface PolicyPlace {
  readonly region?: string | undefined;
  /** The account's number, twelve digits. */
  readonly account?: string | undefined;
  /** The id in the API's ARN; it is not the one in its address. */
  readonly apiId?: string | undefined;
  readonly userPoolId?: string | undefined;
  /** @defaultValue by the region: `aws`, `aws-cn` or `aws-us-gov` */
  readonly partition?: string | undefined;
}

/** What a policy is for. */
export interface PolicyRequest {
  /** The operations that the caller runs; each with its fragments, valid against the schema. */
  readonly operations: readonly DocumentNode[];
  /**
   * How the caller signs in to the user pool, if it does. `user` needs no permission: Cognito evaluates no IAM policy for
   * `InitiateAuth` and `RespondToAuthChallenge`.
   */
  readonly signIn?: 'admin' | 'user';
  readonly place?: PolicyPlace;
}

/**
 * Makes the least IAM policy that lets a caller run the operations, and sign in that way.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsappsync.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pools-API-operations.html
 * @throws QuestionError `nothing-to-allow`, or `invalid-place` where a part of the place cannot stand in an ARN.
 */
export function iamPolicy(
  expanded: Pick<ExpandedSchema, 'schema'>,
  { operations, signIn, place = {} }: PolicyRequest,
): IamPolicy {
  const { region, account, apiId, userPoolId } = checkedPlace(place);
  const fields = [...new Set(operations.flatMap((document) => iamResources(expanded, document)))].sort();
  const arn = (service: string, resource: string): string =>
    `arn:${place.partition ?? partitionOf(region)}:${service}:${region}:${account}:${resource}`;
  const statements: IamStatement[] = [];
  if (fields.length > 0) {
    const Resource = fields.map((field) => arn('appsync', `apis/${apiId}/${field}`));
    statements.push({ Sid: 'CallOperations', Effect: 'Allow', Action: 'appsync:GraphQL', Resource });
  }
  if (signIn === 'admin') {
    const Action = ['cognito-idp:AdminInitiateAuth', 'cognito-idp:AdminRespondToAuthChallenge'];
    const Resource = arn('cognito-idp', `userpool/${userPoolId}`);
    statements.push({ Sid: 'SignInAsAdmin', Effect: 'Allow', Action, Resource });
  }
  if (statements.length === 0) {
    throw new QuestionError(
      'nothing-to-allow',
      'There is nothing to allow: no operation, and signing in as a user needs no permission.',
    );
  }
  return { Version: '2012-10-17', Statement: statements };
}

/** How many characters of a policy count towards IAM's quotas: all but white space. */
export function policySize(policy: IamPolicy): number {
  return JSON.stringify(policy).replace(/\s/g, '').length;
}

/**
 * How many characters a policy may have.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const policyQuotas = { managed: 6144, inlineOfRole: 10_240 } as const;

const shapes: Readonly<Record<keyof PolicyPlace, { readonly like: RegExp; readonly example: string }>> = {
  region: { like: /^[a-z]{2}(-[a-z]+)+-\d$/, example: 'eu-central-1' },
  account: { like: /^\d{12}$/, example: '123456789012' },
  apiId: { like: /^[a-z0-9]+$/, example: 'abcdefghijklmnopqrstuvwxyz' },
  userPoolId: { like: /^[\w-]+_[0-9a-zA-Z]+$/, example: 'eu-central-1_AbCdEfGhI' },
  partition: { like: /^aws(-[a-z-]+)?$/, example: 'aws' },
};

function checkedPlace(place: PolicyPlace): Record<keyof PolicyPlace, string> {
  const checked = (key: keyof PolicyPlace): string => {
    const value = place[key];
    const { like, example } = shapes[key];
    if (value !== undefined && !like.test(value)) {
      throw new QuestionError('invalid-place', `"${value}" is no ${key}; one is like ${example}.`);
    }
    return value ?? '*';
  };
  return {
    region: checked('region'),
    account: checked('account'),
    apiId: checked('apiId'),
    userPoolId: checked('userPoolId'),
    partition: checked('partition'),
  };
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
