// The values that the code in the docs takes from its reader.
import type { SecretVault, UserPoolSource } from '@postern/auth';
import type { Job } from '@postern/batch';
import type { Client, TypedOperation } from '@postern/client';
import type { TestBackend } from '@postern/local/test-kit';

declare global {
  const region: string;
  const userPoolId: string;
  const clientId: string;
  const identityPoolId: string;
  const username: string;
  const password: string;
  const roleArn: string;
  const endpoint: string;
  const url: string;
  const deadLetterUrl: string;
  const folder: string;
  /** SDL with `@auth` rules. */
  const schema: string;
  const body: string;
  const id: string;
  const ids: string[];

  const source: UserPoolSource;
  const client: Client;
  const vault: SecretVault;
  const local: TestBackend;
  const job: Job<{ id: string }>;
  /** Finish what is in flight. */
  const drainSignal: AbortSignal;
  /** Stop at once. */
  const signal: AbortSignal;

  function findItems(given: object): Promise<object[]>;
  function readPassword(): Promise<string>;
  function ask(question: string): Promise<string>;

  /** A subscription of the reader's. */
  const OnUpdateItem: TypedOperation<
    { readonly onUpdateItem: { readonly name: string } | null },
    { readonly filter?: { readonly status?: { readonly eq?: string } } }
  >;
}
