// aws-amplify as a program uses it: `POSTERN_TEST_SETTINGS` says where to; prints what it heard.
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { signIn } from 'aws-amplify/auth';

interface Settings {
  readonly endpoint: string;
  readonly cognito: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly username: string;
  readonly password: string;
}
interface Heard {
  readonly data: Record<string, unknown>;
}
interface Subscribable {
  subscribe(observer: { next(heard: Heard): void; error(error: unknown): void }): { unsubscribe(): void };
}

const settings = JSON.parse(process.env.POSTERN_TEST_SETTINGS ?? '') as Settings;
const { userPoolId, userPoolClientId, cognito: userPoolEndpoint, endpoint, region } = settings;
Amplify.configure({
  Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint } },
  API: { GraphQL: { endpoint, region, defaultAuthMode: 'userPool' } },
});
await signIn({ username: settings.username, password: settings.password });
const client = generateClient();
const live = (query: string): Subscribable => client.graphql({ query }) as unknown as Subscribable;

const create = `mutation { createItem(input: { name: "from amplify", status: PENDING }) { id name owner } }`;
const heard = await new Promise<unknown>((resolve, reject) => {
  const subscription = live('subscription { onCreateItem { id name owner } }').subscribe({
    next: ({ data }) => {
      clearInterval(timer);
      subscription.unsubscribe();
      resolve(data.onCreateItem);
    },
    error: reject,
  });
  // Amplify does not say when a subscription is there: ask until it is.
  const timer = setInterval(() => void Promise.resolve(client.graphql({ query: create })).catch(reject), 200);
});
const refused = await new Promise<unknown>((resolve, reject) => {
  live('subscription { onCreateBatchOperation { id } }').subscribe({
    next: reject,
    error: (error) => resolve((error as { errors: { message: string }[] }).errors[0]?.message),
  });
});
process.stdout.write(JSON.stringify({ heard, refused }));
process.exit(0);
