// One visit of an Amplify app, in Node and in a browser alike.
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { fetchAuthSession, getCurrentUser, signIn, signOut } from 'aws-amplify/auth';
import type { AmplifyOutputs } from '../../outputs.ts';

/** What a visit needs. */
export interface VisitSettings {
  /** `amplify_outputs.json` as the backend gives it. */
  readonly outputs: AmplifyOutputs;
  readonly username: string;
  readonly password: string;
}

/** What a call came to: its data, or what was said against it. */
export type Said = { readonly data: unknown } | { readonly refused: string };

/** What somebody met with, mode by mode. */
export interface Visit {
  readonly guest: { readonly listed: Said; readonly created: Said };
  readonly created: Readonly<Record<string, Said>>;
  readonly heard: Readonly<Record<string, Said>>;
  readonly notForMe: Said;
  readonly renewed: boolean;
  readonly afterwards: Said;
}

interface Subscribable {
  subscribe(observer: { next(event: { data: unknown }): void; error(error: unknown): void }): {
    unsubscribe(): void;
  };
}

const create = 'mutation Create($title: String) { createNote(input: { title: $title }) { id title owner } }';
const modes = ['userPool', 'apiKey', 'identityPool'] as const;
type Mode = (typeof modes)[number];

/** Visits as a guest, signs in by SRP, calls and listens in every auth mode, renews the tokens and signs out. */
export async function visit({ outputs, username, password }: VisitSettings): Promise<Visit> {
  Amplify.configure(outputs);
  const guest = {
    listed: await ask('identityPool', '{ listNotes { items { id } } }'),
    created: await ask('identityPool', create, { title: 'by a guest' }),
  };
  await signIn({ username, password });
  const created: Record<string, Said> = {};
  const heard: Record<string, Said> = {};
  for (const mode of modes) created[mode] = await ask(mode, create, { title: mode });
  for (const mode of modes) heard[mode] = await hear(mode, 'subscription { onCreateNote { id title } }');
  const notForMe = await hear('userPool', 'subscription { onCreatePlan { id } }');
  const renewed = await renew();
  await signOut({ global: true });
  const afterwards = await settle(getCurrentUser());
  return { guest, created, heard, notForMe, renewed, afterwards };
}

function ask(authMode: Mode, query: string, variables = {}): Promise<Said> {
  const answer = generateClient().graphql({ query, variables, authMode }) as Promise<{ data: unknown }>;
  return settle(answer.then(({ data }) => data));
}

// Amplify does not say when a subscription is there: change something until it is heard.
async function hear(authMode: Mode, query: string): Promise<Said> {
  const live = generateClient().graphql({ query, authMode }) as unknown as Subscribable;
  let stop = (): void => undefined;
  const heard = new Promise<unknown>((next, error) => {
    const subscription = live.subscribe({ next: ({ data }) => next(data), error });
    const timer = setInterval(() => void ask('userPool', create, { title: 'to hear' }), 100);
    stop = () => {
      clearInterval(timer);
      subscription.unsubscribe();
    };
  });
  const said = await settle(heard);
  stop();
  return said;
}

async function renew(): Promise<boolean> {
  const before = (await fetchAuthSession()).tokens?.accessToken.toString();
  const { tokens, credentials } = await fetchAuthSession({ forceRefresh: true });
  return tokens !== undefined && tokens.accessToken.toString() !== before && credentials !== undefined;
}

function settle(promise: Promise<unknown>): Promise<Said> {
  return promise.then(
    (data) => ({ data }),
    (error: unknown) => {
      const { errors, message } = error as { errors?: { message: string }[]; message?: string };
      return { refused: errors?.[0]?.message ?? message ?? String(error) };
    },
  );
}
