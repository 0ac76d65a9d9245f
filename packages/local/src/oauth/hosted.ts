import { createHmac } from 'node:crypto';
import type { AppClient, User } from '../cognito/entities.ts';
import type { Pool } from '../cognito/pool.ts';
import { secretsOf } from '../cognito/secrets-of.ts';
import type { Asked } from './pages.ts';

/** What a step of a sign-in on the pages leads to. */
export type Outcome = { readonly user: User } | { readonly asked: Asked };

/** A pool whose sign-ins end with the user: the tokens are for the program that brings the code. */
export function hosted(pool: Pool): Pool {
  return { ...pool, onSignedIn: (user) => ({ user }) };
}

/** Reads what a step of Cognito's own API answered. */
export function outcomeOf(answer: object): Outcome {
  return 'user' in answer ? (answer as { user: User }) : { asked: answer as Asked };
}

/** The proof of the app client's secret that Cognito's own API asks for, which the pages have for themselves. */
export function secretHash(client: AppClient, username: string): string | undefined {
  const [secret] = secretsOf(client);
  if (!secret) return undefined;
  return createHmac('sha256', secret.value).update(`${username}${client.id}`).digest('base64');
}
