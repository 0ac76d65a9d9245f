import { useState } from 'react';
import { NewPasswordForm } from './new-password-form.tsx';
import { PasswordForm } from './password-form.tsx';
import type { Step } from './sign-in.ts';

/** What somebody sees who is not signed in. */
export function SignInScreen({
  notice,
  onSignedIn,
}: {
  readonly notice: string | undefined;
  readonly onSignedIn: () => Promise<void>;
}) {
  const [username, setUsername] = useState<string>();
  const next = async (step: Step, name: string): Promise<void> => {
    if (step.kind === 'done') return onSignedIn();
    if (step.kind === 'new-password') return setUsername(name);
    throw new Error(`this page does not know the step ${step.name} that the user pool asks for.`);
  };
  return (
    <main className="sign-in">
      <div className="card">
        <h1>
          <img src="/icon.svg" alt="" width="32" height="32" /> Postern console
        </h1>
        {username === undefined ? (
          <PasswordForm notice={notice} onStep={next} />
        ) : (
          <NewPasswordForm
            username={username}
            onStep={(step) => next(step, username)}
            onBack={() => setUsername(undefined)}
          />
        )}
      </div>
    </main>
  );
}
