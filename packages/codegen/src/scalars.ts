/** What AppSync's scalars are on the wire, for `typescript-operations`' `scalars`. */
export const awsScalars = {
  ID: 'string',
  AWSDate: 'string',
  AWSDateTime: 'string',
  AWSEmail: 'string',
  AWSIPAddress: 'string',
  AWSJSON: 'string',
  AWSPhone: 'string',
  AWSTime: 'string',
  /** Seconds since the epoch. */
  AWSTimestamp: 'number',
  AWSURL: 'string',
} as const;
