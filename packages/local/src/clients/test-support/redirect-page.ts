// An app that signs in by the pool's own page: configured at each load, as what comes back is a new one.
import { Amplify } from 'aws-amplify';
import { getCurrentUser, signInWithRedirect, signOut } from 'aws-amplify/auth';
import 'aws-amplify/auth/enable-oauth-listener';
import type { AmplifyOutputs } from '../../outputs.ts';

const response = await fetch('/amplify_outputs.json');
Amplify.configure((await response.json()) as AmplifyOutputs);
const who = (): Promise<string | undefined> =>
  getCurrentUser().then(
    ({ username }) => username,
    () => undefined,
  );
Object.assign(globalThis, { who, signInWithRedirect, signOut });
