import { useAction } from '../api/use-action.ts';
import { Problem } from '../feedback/problem.tsx';
import { signInMessage } from './sign-in-message.ts';
import { startSignIn, type Step } from './sign-in.ts';

/** User name and password. */
export function PasswordForm({
  notice,
  onStep,
}: {
  readonly notice: string | undefined;
  readonly onStep: (step: Step, username: string) => Promise<void>;
}) {
  const { busy, problem, run } = useAction(async (form: FormData) => {
    const username = String(form.get('username'));
    await onStep(await startSignIn(username, String(form.get('password'))), username);
  }, signInMessage);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void run(new FormData(event.currentTarget));
      }}
    >
      {problem === undefined && notice !== undefined && (
        <p className="notice" role="status">
          {notice}
        </p>
      )}
      {problem !== undefined && <Problem>{problem}</Problem>}
      <label>
        User name
        <input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
        />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button type="submit" className="primary" aria-disabled={busy} aria-busy={busy}>
        {busy ? 'Signing in …' : 'Sign in'}
      </button>
    </form>
  );
}
