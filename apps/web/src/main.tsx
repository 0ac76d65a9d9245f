import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { callMessage } from './api/call-message.ts';
import { Problem } from './feedback/problem.tsx';
import { configureAuth } from './session/configure-auth.ts';
import { loadSettings } from './settings/load-settings.ts';
import { App } from './shell/app.tsx';
import { CrashScreen } from './shell/crash-screen.tsx';

const root = createRoot(document.getElementById('root') as HTMLElement);
try {
  const settings = await loadSettings();
  configureAuth(settings);
  root.render(
    <StrictMode>
      <CrashScreen>
        <App settings={settings} />
      </CrashScreen>
    </StrictMode>,
  );
} catch (error) {
  root.render(
    <main>
      <Problem retry={() => location.reload()}>{callMessage(error)}</Problem>
    </main>,
  );
}
