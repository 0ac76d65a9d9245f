import type { ObjectTypeDefinitionNode } from 'graphql';
import type { AccessMatrices } from '../access/read-access.ts';
import type { AccessMatrix } from '../access/access-matrix.ts';
import type { AccessOperation } from '../access/access-row.ts';
import type { Model } from '../model.ts';
import { modeOf, serviceDirectives, type AuthMode, type AuthModes } from './auth-modes.ts';
import { upperFirst } from '../read/read-model.ts';
import { namedType, type Output } from './output.ts';

const rootTypes: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/** What decides which service directives the rules become. */
export interface Protection {
  readonly modes: AuthModes;
  readonly iamAccess: boolean;
  readonly modelNames: ReadonlySet<string>;
}

/** Writes the rules into the executable schema: owner fields, subscription arguments, `@aws_*` directives. */
export function protect(
  models: readonly Model[],
  access: AccessMatrices,
  protection: Protection,
  declared: readonly ObjectTypeDefinitionNode[],
  output: Output,
): void {
  if (protection.iamAccess) openToIam(protection, declared, output);
  const seen = new Map<string, ReadonlySet<string>>();
  for (const model of models) {
    const matrix = access.models.get(model.name);
    if (matrix) protectModel(model, matrix, protection, seen, output);
    else if (protection.iamAccess && protection.modes.default !== 'iam') openModelToIam(model, output);
  }
  for (const [key, matrix] of access.fields) {
    const [type = '', field = ''] = key.split(':');
    const modes = modesOf(matrix.roles(), protection);
    output.addFieldDirectives(type, field, serviceDirectives(modes, protection.modes.default, false));
  }
}

// The CDK construct's `enableIamAuthorizationMode` opens every declared root field and every declared type that is no
// model. A nested type that users read as well then needs `@aws_cognito_user_pools` in the source.
function openToIam(
  { modelNames }: Protection,
  declared: readonly ObjectTypeDefinitionNode[],
  output: Output,
): void {
  for (const type of declared) {
    if (modelNames.has(type.name.value)) continue;
    output.addTypeDirectives(type.name.value, ['@aws_iam']);
    if (!rootTypes.includes(type.name.value)) continue;
    for (const field of type.fields ?? [])
      output.addFieldDirectives(type.name.value, field.name.value, ['@aws_iam']);
  }
}

function openModelToIam(model: Model, output: Output): void {
  output.addTypeDirectives(model.name, ['@aws_iam']);
  for (const [root, , field] of rootFieldsOf(model))
    addOperationDirectives(root, field, ['@aws_iam'], output);
}

function protectModel(
  model: Model,
  matrix: AccessMatrix,
  protection: Protection,
  seen: Map<string, ReadonlySet<string>>,
  output: Output,
): void {
  const roles = matrix.roles();
  const owners = roles.filter((role) => role.strategy === 'owner').map((role) => role.entity ?? 'owner');
  const dynamic = roles.filter((role) => !role.static).map((role) => role.entity ?? '');
  addOwnerFields(model, owners, dynamic, output);
  const modes = modesOf(roles, protection);
  const byDefault = roles.length === 0 && protection.iamAccess;
  output.addTypeDirectives(
    model.name,
    serviceDirectives(modes, protection.modes.default, byDefault || roles.length > 0),
  );
  for (const [root, operation, field] of rootFieldsOf(model)) {
    protectOperation(matrix, protection, root, operation, field, output);
  }
  addSubscriptionArguments(model, matrix, output);
  protectNested(model.name, modes, protection, seen, output);
}

function modesOf(roles: ReturnType<AccessMatrix['roles']>, { iamAccess }: Protection): Set<AuthMode> {
  const modes = new Set(roles.map((role) => modeOf(role.provider)));
  return iamAccess ? modes.add('iam') : modes;
}

function addOwnerFields(
  model: Model,
  owners: readonly string[],
  dynamic: readonly string[],
  output: Output,
): void {
  const stem = upperFirst(model.name);
  const live = output.types.get(`ModelSubscription${stem}FilterInput`);
  if (live) live.fields = live.fields.filter((field) => !dynamic.includes(field.name));
  for (const name of owners) {
    for (const input of [
      `Model${stem}FilterInput`,
      `Model${stem}ConditionInput`,
      `ModelSubscription${stem}FilterInput`,
    ]) {
      addFieldOnce(input, name, 'ModelStringInput', output);
    }
    addFieldOnce(model.name, name, 'String', output);
  }
}

function addFieldOnce(typeName: string, name: string, type: string, output: Output): void {
  const target = output.types.get(typeName);
  if (target && !target.fields.some((field) => field.name === name)) {
    target.fields.push({ name, type, args: [], directives: [] });
  }
}

type RootOperation = readonly ['Query' | 'Mutation' | 'Subscription', AccessOperation, string];

function rootFieldsOf({ operations, indexes }: Model): RootOperation[] {
  const one = (
    root: RootOperation[0],
    operation: AccessOperation,
    field: string | undefined,
  ): RootOperation[] => (field === undefined ? [] : [[root, operation, field]]);
  return [
    ...one('Query', 'get', operations.get),
    ...one('Query', 'list', operations.list),
    ...one('Mutation', 'create', operations.create),
    ...one('Mutation', 'update', operations.update),
    ...one('Mutation', 'delete', operations.delete),
    ...indexes.flatMap((index) => [
      ...one('Query', 'list', index.queryField),
      ...one('Query', 'get', index.queryField),
    ]),
    ...[...operations.onCreate, ...operations.onUpdate, ...operations.onDelete].flatMap((name) =>
      one('Subscription', 'listen', name),
    ),
  ];
}

function protectOperation(
  matrix: AccessMatrix,
  protection: Protection,
  root: string,
  operation: AccessOperation,
  field: string,
  output: Output,
): void {
  const roles = matrix.rolesFor(operation, operation === 'delete' ? 'every' : 'some');
  const modes = modesOf(roles, protection);
  const defaultMode = protection.modes.default;
  const named = roles.some((role) => modeOf(role.provider) === defaultMode);
  const byDefault = roles.length === 0 && protection.iamAccess && defaultMode !== 'iam';
  const directives = serviceDirectives(modes, defaultMode, named || byDefault);
  if (directives.length > 0) addOperationDirectives(root, field, directives, output);
}

// A connection is opened together with the query that returns it.
function addOperationDirectives(
  root: string,
  fieldName: string,
  directives: readonly string[],
  output: Output,
): void {
  output.addFieldDirectives(root, fieldName, directives);
  const field = output.types.get(root)?.fields.find(({ name }) => name === fieldName);
  if (field && field.type === namedType(field.type)) output.addTypeDirectives(field.type, directives);
}

function addSubscriptionArguments(model: Model, matrix: AccessMatrix, output: Output): void {
  const { fields } = output.get(model.name);
  const owners = matrix
    .rolesFor('listen')
    .filter((role) => role.strategy === 'owner')
    .map((role) => role.entity ?? 'owner')
    .filter((name) => !fields.some((field) => field.name === name && field.type.startsWith('[')));
  const { onCreate, onUpdate, onDelete } = model.operations;
  const root = output.types.get('Subscription');
  if (!root) return;
  root.fields = root.fields.map((field) =>
    [...onCreate, ...onUpdate, ...onDelete].includes(field.name)
      ? { ...field, args: [...field.args, ...owners.map((name) => ({ name, type: 'String' }))] }
      : field,
  );
}

// Types nested in a model are opened to the modes of the models that hold them.
function protectNested(
  typeName: string,
  modes: ReadonlySet<AuthMode>,
  protection: Protection,
  seen: Map<string, ReadonlySet<string>>,
  output: Output,
): void {
  for (const field of output.get(typeName).fields) {
    const nested = output.types.get(namedType(field.type));
    if (nested?.kind !== 'type' || protection.modelNames.has(nested.name)) continue;
    const before = seen.get(nested.name);
    const all = serviceDirectives(modes, protection.modes.default, before !== undefined);
    const fresh = all.filter((directive) => !before?.has(directive));
    seen.set(nested.name, new Set([...(before ?? []), ...fresh]));
    if (fresh.length === 0 && before) continue;
    output.addTypeDirectives(nested.name, fresh);
    protectNested(nested.name, modes, protection, seen, output);
  }
}
