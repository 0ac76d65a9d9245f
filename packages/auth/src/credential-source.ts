import type { WhoAmI } from './tokens.ts';

/** The request that headers are wanted for, as `@postern/client` describes it. */
export interface SignableRequest {
  readonly url: string;
  readonly method: string;
  /** The exact text that will be sent. */
  readonly body: string;
  /** The headers that the server has just refused. */
  readonly rejected?: Readonly<Record<string, string>> | undefined;
  /** Ends the waiting; a sign-in that others wait for as well goes on. */
  readonly signal?: AbortSignal | undefined;
}

/** A way to be somebody for AppSync; its user does not know which. */
export interface CredentialSource {
  /**
   * The authorization headers of one request. Safe to hand to a client as it is, without binding.
   *
   * @throws AuthError
   */
  readonly headers: (request: SignableRequest) => Promise<Readonly<Record<string, string>>>;
  /** Who the headers speak for; undefined where only the server knows, as for an API key. @throws AuthError */
  readonly identity: () => Promise<WhoAmI | undefined>;
}
