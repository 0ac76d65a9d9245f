import { useAction } from '../api/use-action.ts';
import { Problem } from '../feedback/problem.tsx';
import { signInMessage } from './sign-in-message.ts';
import { chooseNewPassword, type Step } from './sign-in.ts';

/** For a user whose password was given by an administrator and has to be replaced. */
export function NewPasswordForm({
  username,
  onStep,
  onBack,
}: {
  readonly username: string;
  readonly onStep: (step: Step) => Promise<void>;
  readonly onBack: () => void;
}) {
  const { busy, problem, run } = useAction(async (form: FormData) => {
    const password = String(form.get('new-password'));
    if (password !== form.get('repeated')) throw new PasswordsDiffer();
    await onStep(await chooseNewPassword(password));
  }, say);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void run(new FormData(event.currentTarget));
      }}
    >
      <p className="notice" role="status">
        <strong>{username}</strong> has to choose a new password.
      </p>
      {problem !== undefined && <Problem>{problem}</Problem>}
      <input type="hidden" name="username" autoComplete="username" value={username} />
      <label>
        New password
        <input name="new-password" type="password" autoComplete="new-password" required autoFocus />
      </label>
      <label>
        New password again
        <input name="repeated" type="password" autoComplete="new-password" required />
      </label>
      <button type="submit" className="primary" aria-disabled={busy} aria-busy={busy}>
        {busy ? 'Setting …' : 'Set password and sign in'}
      </button>
      <button type="button" className="quiet" onClick={onBack}>
        Back
      </button>
    </form>
  );
}

class PasswordsDiffer extends Error {}

function say(error: unknown): string {
  return error instanceof PasswordsDiffer ? 'The two passwords are not the same.' : signInMessage(error);
}
