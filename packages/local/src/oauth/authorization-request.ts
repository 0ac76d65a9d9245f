import type { AppClient } from '../cognito/entities.ts';

/** What a program asks a person's permission for. */
export interface AuthorizationRequest {
  readonly client: AppClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
}
