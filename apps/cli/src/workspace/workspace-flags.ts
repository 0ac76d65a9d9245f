import { schemaFlags } from '../schema-source.ts';
import type { Flags } from '../command/command.ts';

/** The flags of every command that asks about the operations of a workspace. */
export const workspaceFlags = {
  schema: {
    type: 'string',
    value: 'FILE',
    description: 'The schema, instead of the one in postern.config.json',
  },
  operations: {
    type: 'string',
    value: 'GLOB',
    description: 'The files of operations, instead of those in postern.config.json',
  },
  ...schemaFlags,
} as const satisfies Flags;
