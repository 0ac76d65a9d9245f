import { Loading } from '../feedback/loading.tsx';
import { SignInScreen } from '../session/sign-in-screen.tsx';
import { useSession } from '../session/use-session.ts';
import type { Settings } from '../settings/settings.ts';
import { Console } from './console.tsx';

/** The whole page: signed in or not. */
export function App({ settings }: { readonly settings: Settings }) {
  const { state, enter, leave, end } = useSession();
  switch (state.kind) {
    case 'starting':
      return <Loading what="the console" />;
    case 'signed-out':
      return <SignInScreen notice={state.notice} onSignedIn={enter} />;
    case 'signed-in':
      return (
        <Console settings={settings} identity={state.identity} onLeave={() => void leave()} onEnded={end} />
      );
  }
}
