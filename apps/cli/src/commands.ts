import type { CommandEntry } from './command/command.ts';

/** Every command. Its code is imported when it is called, so that help and `token` start fast. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'local',
    summary: 'Run AppSync and Cognito on this machine',
    load: async () => (await import('./commands/local.ts')).local,
  },
  {
    name: 'login',
    summary: 'Sign in to the user pool and keep the tokens',
    load: async () => (await import('./commands/login.ts')).login,
  },
  {
    name: 'logout',
    summary: 'Revoke and forget the tokens',
    load: async () => (await import('./commands/logout.ts')).logout,
  },
  {
    name: 'whoami',
    summary: 'Show who is signed in, and where each setting comes from',
    load: async () => (await import('./commands/whoami.ts')).whoami,
  },
  {
    name: 'token',
    summary: 'Print a token that is valid now',
    load: async () => (await import('./commands/token.ts')).token,
  },
  {
    name: 'call',
    summary: 'Call an operation of the workspace',
    load: async () => (await import('./commands/call.ts')).call,
  },
  {
    name: 'can',
    summary: 'Answer who may run an operation or use a field, and why',
    load: async () => (await import('./commands/can.ts')).can,
  },
  {
    name: 'check',
    summary: 'Check the operations of the workspace against schema and rules',
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'explain',
    summary: 'Explain a finding of check',
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    name: 'schema expand',
    summary: 'Print the executable schema that AppSync gets',
    load: async () => (await import('./commands/schema-expand.ts')).schemaExpand,
  },
  {
    name: 'schema access',
    summary: 'Print who may do what, from the @auth rules',
    load: async () => (await import('./commands/schema-access.ts')).schemaAccess,
  },
  {
    name: 'schema diff',
    summary: 'Tell what changed between two schemas, access first',
    load: async () => (await import('./commands/schema-diff.ts')).schemaDiff,
  },
  {
    name: 'policy',
    summary: 'Print the least IAM policy for a project or for some operations',
    load: async () => (await import('./commands/policy.ts')).policy,
  },
];
