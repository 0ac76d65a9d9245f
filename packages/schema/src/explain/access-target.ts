import type { DocumentNode } from 'graphql';
import type { AccessOperation } from '../access/access-row.ts';

/** What somebody may or may not do: run an operation, or do something with a field. */
export type AccessTarget =
  | {
      /** One operation and the fragments that it uses, valid against the schema. */
      readonly document: DocumentNode;
    }
  | {
      readonly type: string;
      readonly field: string;
      /** For a field of a model. @defaultValue `read`: by any query or subscription */
      readonly operation?: AccessOperation | 'read';
    };
