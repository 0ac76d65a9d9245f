/** What a peer is to do, and where. */
export interface PeerWork {
  readonly endpoint: string;
  readonly ids: readonly string[];
  /** Where it signs in, for those that do so for each call. */
  readonly signIn?: SignIn | undefined;
}

/** A user pool and a user of it. */
export interface SignIn {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
}

/** Another way to change many items; done when it has given all of them up or got them through. */
export type Peer = (work: PeerWork) => Promise<void>;
