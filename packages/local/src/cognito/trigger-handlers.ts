/** The event that a user pool hands to a Lambda trigger, which answers with the same event, its `response` filled in. */
export interface TriggerEvent {
  readonly version: string;
  readonly triggerSource: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string };
  readonly request: Readonly<Record<string, unknown>>;
  // Each trigger's is its own.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  response: any;
}

/** A Lambda trigger, run in process. */
export type TriggerHandler = (event: TriggerEvent) => unknown;

/** The Lambda triggers of a user pool. */
export interface Triggers {
  readonly preSignUp?: TriggerHandler;
  readonly postConfirmation?: TriggerHandler;
  readonly preAuthentication?: TriggerHandler;
  readonly postAuthentication?: TriggerHandler;
  /** A bare handler gets events of version 1. */
  readonly preTokenGeneration?:
    TriggerHandler | { readonly version: 'V1_0' | 'V2_0' | 'V3_0'; readonly handler: TriggerHandler };
  /** Gives messages words of the pool's own. */
  readonly customMessage?: TriggerHandler;
  /** Brings along users whom another directory knows. */
  readonly userMigration?: TriggerHandler;
  /** The three that make challenges of the pool's own, for `CUSTOM_AUTH`. */
  readonly defineAuthChallenge?: TriggerHandler;
  readonly createAuthChallenge?: TriggerHandler;
  readonly verifyAuthChallengeResponse?: TriggerHandler;
}
