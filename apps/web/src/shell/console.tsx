import { createClient } from '@postern/client';
import { useMemo, type ComponentType } from 'react';
import { AccessPage } from '../access/access-page.tsx';
import { CallerContext } from '../api/caller.ts';
import { ItemsPage } from '../items/items-page.tsx';
import { RunsPage } from '../runs/runs-page.tsx';
import { authHeaders } from '../session/auth-headers.ts';
import type { Identity } from '../session/identity.ts';
import type { Settings } from '../settings/settings.ts';
import { TopBar } from './top-bar.tsx';
import { usePlace, type Place } from './use-place.ts';

const pages: Record<Place, ComponentType> = { items: ItemsPage, runs: RunsPage, access: AccessPage };

/** The signed-in part of the page; the one place where the identity and the client are wired. */
export function Console({
  settings,
  identity,
  onLeave,
  onEnded,
}: {
  readonly settings: Settings;
  readonly identity: Identity;
  readonly onLeave: () => void;
  readonly onEnded: () => void;
}) {
  const place = usePlace();
  const Page = pages[place];
  const caller = useMemo(() => {
    const client = createClient({ endpoint: settings.graphqlEndpoint, headers: authHeaders(onEnded) });
    return { identity, client };
  }, [settings, identity, onEnded]);
  return (
    <CallerContext value={caller}>
      <TopBar place={place} identity={identity} onLeave={onLeave} />
      <main>
        <Page key={place} />
      </main>
    </CallerContext>
  );
}
