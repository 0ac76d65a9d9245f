import type { CodeMessage } from './code-message.ts';
import type { User } from './entities.ts';
import type { PasswordAttempts } from './password-attempts.ts';
import type { PoolStore } from './pool-store.ts';
import type { Sessions } from './sessions.ts';
import type { SignInStore } from './sign-in-store.ts';
import type { SigningKey } from './signing-key.ts';
import type { Triggers } from './trigger-handlers.ts';

/** A running user pool: what every action works on. */
export interface Pool {
  readonly region: string;
  readonly store: PoolStore;
  readonly signIns: SignInStore;
  readonly sessions: Sessions;
  readonly passwordAttempts: PasswordAttempts;
  readonly triggers: Triggers;
  /** Takes what would go out by email or text message. */
  readonly deliver: (message: CodeMessage) => void;
  readonly issuer: string;
  /** Resolves once the key is there; it is being made while the server already listens. */
  readonly key: Promise<SigningKey>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** What a sign-in ends with whose proofs are complete. @defaultValue tokens */
  readonly onSignedIn?: (user: User) => object;
}
