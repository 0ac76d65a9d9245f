import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeafType, getNamedType, isObjectType, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Decision, Identity } from '../access/decide.ts';
import { decideOperation, rootFieldAccess, staticGroups } from '../access/operation-access.ts';
import { diffSchemas } from '../diff/diff-schemas.ts';
import { holdersOfRootField, holds } from '../diff/grants.ts';
import { expand, type ExpandedSchema } from '../expand.ts';
import { explainAccess } from './explain-access.ts';

// Everything that answers who may has to say the same, whatever the schema.
const folder = join(import.meta.dirname, '../../golden');
const files = [folder, join(folder, 'v1')].flatMap((place) =>
  readdirSync(place).flatMap((file) =>
    file.endsWith('.graphql') && file !== 'refused.graphql' ? [join(place, file)] : [],
  ),
);

describe.each(files.flatMap((file) => [true, false].map((iamAccess) => ({ file, iamAccess }))))(
  '$file, IAM access $iamAccess',
  ({ file, iamAccess }) => {
    const expanded = expand([{ name: file, body: readFileSync(file, 'utf8') }], { iamAccess });
    const identities: Identity[] = [
      ...staticGroups(expanded).map((group): Identity => ({ kind: 'user', groups: [group] })),
      { kind: 'user', groups: [] },
      ...(['guest', 'iam', 'apiKey', 'oidc', 'lambda'] as const).map((kind): Identity => ({ kind })),
    ];

    test('an explanation decides as the operation does, and says why', () => {
      for (const document of callsOf(expanded)) {
        for (const identity of identities) {
          const answer = explainAccess(expanded, { document }, identity);
          expect(answer.decision).toBe(decideOperation(expanded, document, identity));
          expect(answer.rules.length > 0).toBe(answer.decision !== 'deny');
          expect(answer.denied.length > 0).toBe(answer.decision === 'deny');
          expect(answer.dependsOn.length > 0).toBe(answer.decision === 'depends');
        }
      }
    });

    test('the holders of a root field are those whom the rules let in', () => {
      const answers = new Map(rootFieldAccess(expanded).map(({ field, access }) => [field, access]));
      for (const info of expanded.rootFields) {
        const holders = holdersOfRootField(expanded, info);
        const access = answers.get(info.name);
        if (!access) continue;
        const groups = Object.entries(access.groups).map(
          ([name, answer]) => [`group:${name}`, answer] as const,
        );
        const { user, guest, iam, apiKey, lambda } = access;
        const others = Object.entries({ guest, iam, 'api-key': apiKey, lambda });
        for (const [who, answer] of [...groups, ...others]) {
          if (who.startsWith('group:') && user !== 'deny') continue;
          expect({ field: info.name, who, holds: holds(holders, who) }).toEqual({
            field: info.name,
            who,
            holds: answer !== ('deny' satisfies Decision),
          });
        }
      }
    });

    test('has no difference from itself', async () => {
      const { access, operations, shape } = await diffSchemas(expanded, expanded);
      expect({ access, operations, shape }).toEqual({ access: [], operations: [], shape: [] });
    });
  },
);

// One operation for each root field, with the plain fields of what it returns.
function callsOf({ schema }: ExpandedSchema) {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
    (root, index) =>
      Object.values(root?.getFields() ?? {}).map((field) => {
        const type = getNamedType(field.type);
        const plain = isObjectType(type)
          ? Object.values(type.getFields()).filter((one) => isLeafType(getNamedType(one.type)))
          : [];
        const names = ['__typename', ...plain.map(({ name }) => name)].join(' ');
        const kind = ['query', 'mutation', 'subscription'][index];
        return parse(`${kind} { ${field.name} ${isLeafType(type) ? '' : `{ ${names} }`} }`);
      }),
  );
}
