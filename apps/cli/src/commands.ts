import type { CommandEntry } from './command/command.ts';

/** Every command. Its code is imported when it is called, so that help and `token` start fast. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'local',
    summary: 'Run AppSync and Cognito on this machine',
    load: async () => (await import('./commands/local.ts')).local,
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
];
