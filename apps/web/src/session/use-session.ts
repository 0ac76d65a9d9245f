import { fetchAuthSession, signOut } from 'aws-amplify/auth';
import { useCallback, useEffect, useState } from 'react';
import { identityOf, type Identity } from './identity.ts';
import { signInMessage } from './sign-in-message.ts';

/** Whether somebody is signed in. */
export type SessionState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signed-out'; readonly notice?: string }
  | { readonly kind: 'signed-in'; readonly identity: Identity };

/** The session and what can happen to it. */
export interface Session {
  readonly state: SessionState;
  /** Reads the identity anew, after a sign-in. */
  enter(): Promise<void>;
  /** Signs out, revoking the tokens. */
  leave(): Promise<void>;
  /** The tokens are gone already. */
  end(): void;
}

/** Follows who is signed in; a session of an earlier visit is taken up. */
export function useSession(): Session {
  const [state, setState] = useState<SessionState>({ kind: 'starting' });
  const enter = useCallback(async () => setState(await currentState()), []);
  const leave = useCallback(async () => {
    // Amplify forgets the tokens even where they could not be revoked.
    await signOut().catch(() => undefined);
    setState({ kind: 'signed-out', notice: 'You are signed out.' });
  }, []);
  const end = useCallback(
    () => setState({ kind: 'signed-out', notice: 'Your session has ended. Sign in again.' }),
    [],
  );
  useEffect(() => void enter(), [enter]);
  return { state, enter, leave, end };
}

async function currentState(): Promise<SessionState> {
  try {
    const { tokens } = await fetchAuthSession();
    if (!tokens) return { kind: 'signed-out' };
    return { kind: 'signed-in', identity: identityOf(tokens.accessToken.payload) };
  } catch (error) {
    return { kind: 'signed-out', notice: signInMessage(error) };
  }
}
