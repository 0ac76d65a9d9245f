import { confirmSignIn, signIn, signOut, type SignInOutput } from 'aws-amplify/auth';

/** What has to be done next to be signed in. */
export type Step =
  | { readonly kind: 'done' }
  | { readonly kind: 'new-password' }
  | { readonly kind: 'unsupported'; readonly name: string };

/** Signs in with SRP: the password does not leave the page. */
export async function startSignIn(username: string, password: string): Promise<Step> {
  // Amplify refuses to sign in over a session that another tab left behind.
  await signOut();
  return toStep(await signIn({ username, password }));
}

/** Answers {@link Step} `new-password`. */
export async function chooseNewPassword(password: string): Promise<Step> {
  return toStep(await confirmSignIn({ challengeResponse: password }));
}

function toStep({ isSignedIn, nextStep }: SignInOutput): Step {
  if (isSignedIn) return { kind: 'done' };
  const name = nextStep.signInStep;
  return name === 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED'
    ? { kind: 'new-password' }
    : { kind: 'unsupported', name };
}
