/** AWS credentials that the local backend gave out. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Whoever signs with credentials that the local backend knows. */
export interface IamPrincipal {
  readonly arn: string;
  readonly credentials: AwsCredentials;
  /** What `appsync:GraphQL` is allowed on, as `types/<Type>/fields/<field>` with `*`; none for no access. */
  readonly graphqlFields: readonly string[];
  /** Whether `cognito-idp:Admin*` and its kin are allowed. */
  readonly mayAdministerUsers: boolean;
  /** When the credentials end, in milliseconds since the epoch. @defaultValue never */
  readonly expiresAt?: number;
  /** Set for whoever comes by way of an identity pool. */
  readonly identity?: PoolIdentity;
}

/** An identity of an identity pool. */
export interface PoolIdentity {
  readonly identityId: string;
  readonly identityPoolId: string;
  readonly isGuest: boolean;
}

/** Finds who an access key belongs to. */
export interface PrincipalLookup {
  get(accessKeyId: string): IamPrincipal | undefined;
}
