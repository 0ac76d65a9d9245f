import type { AccessMatrix, Role } from '../access/access-matrix.ts';
import type { AccessOperation } from '../access/access-row.ts';
import type { RootFieldInfo } from '../model.ts';
import { directiveArguments, directiveOn } from '../read/directive-arguments.ts';
import { checkName } from '../read/check-name.ts';
import { refusal } from '../read/refuse.ts';
import type { SourceField } from '../read/source.ts';
import { baseOf, isList } from '../read/type-text.ts';
import { modeOf, serviceDirectives, setOf, type ModeSet } from './auth-modes.ts';
import type { Expansion, ModelPlan } from './context.ts';
import { typeNames } from './names.ts';
import { outputField } from './output.ts';
import type { OutputDirective } from './output-directive.ts';
import { rootName } from './root-fields.ts';
import { aggregateTypes } from './searchable.ts';

/** Writes the rules into the executable schema: owner fields, subscription arguments, `@aws_*` directives. */
export function protect(expansion: Expansion): void {
  const { models, matrices, searchables } = expansion;
  const seen = new Map<string, Set<string>>();
  let searchModes: ModeSet = 0;
  for (const [key, matrix] of matrices) {
    const plan = models.get(key);
    if (!plan) continue;
    removeDynamicFields(expansion, matrix);
    protectModel(expansion, plan, matrix, seen);
    if (!searchables.has(key)) continue;
    refuseNullSearch(plan);
    searchModes |= modesOf(expansion, matrix.roles());
  }
  for (const [key, matrix] of matrices) if (!models.has(key)) protectField(expansion, key, matrix);
  if (searchModes !== 0) requireSearch(expansion);
  const directives = serviceDirectives(searchModes, expansion.modes.default, false);
  for (const name of aggregateTypes) expansion.output.addTypeDirectives(name, directives);
}

// The transformer looks for a name in it.
function refuseNullSearch({ type }: ModelPlan): void {
  const directive = directiveOn(type, 'searchable');
  if (!directive || directiveArguments(directive).queries !== null) return;
  const problem = `@searchable of ${type.name} has no queries, and the model has rules.`;
  throw refusal('invalid-searchable', directive, problem, 'Remove `queries: null`, or name its search.');
}

// The transformer opens the results of searches also where every search is switched off, and fails.
function requireSearch({ output, searchables, models }: Expansion): void {
  if (output.has('SearchableAggregateResult')) return;
  const [name = ''] = searchables.keys();
  const directive = directiveOn(models.get(name)?.type ?? {}, 'searchable');
  const problem = `@searchable of ${name} has no search.`;
  throw refusal('invalid-searchable', directive, problem, 'Remove @searchable, or name its search.');
}

function protectField(expansion: Expansion, key: string, matrix: AccessMatrix): void {
  const [type = '', field = ''] = key.split(':');
  const modes = modesOf(expansion, matrix.roles());
  expansion.output.addFieldDirectives(type, field, serviceDirectives(modes, expansion.modes.default, false));
}

function modesOf({ iamAccess }: Expansion, roles: readonly Role[]): ModeSet {
  let modes: ModeSet = iamAccess ? setOf('iam') : 0;
  for (const { provider } of roles) modes |= setOf(modeOf(provider));
  return modes;
}

// AppSync fills the arguments for owner and groups itself, so a subscriber cannot filter by them.
function removeDynamicFields({ output }: Expansion, matrix: AccessMatrix): void {
  const filter = output.get(typeNames.subscriptionFilter(matrix.type));
  for (const role of matrix.roles()) {
    if (!role.static && role.entity !== null) filter?.fields.delete(role.entity);
  }
}

function protectModel(
  expansion: Expansion,
  plan: ModelPlan,
  matrix: AccessMatrix,
  seen: Map<string, Set<string>>,
): void {
  const { output, modes } = expansion;
  const { name } = plan.type;
  const roles = matrix.roles();
  addOwnerFields(expansion, name, roles);
  output.addTypeDirectives(name, serviceDirectives(modesOf(expansion, roles), modes.default, false));
  for (const { parent, field, operation } of rootFieldsOf(expansion, plan)) {
    const directives = operationDirectives(expansion, matrix, operation);
    addOperationDirectives(expansion, rootName(expansion, parent), field, directives);
  }
  addSubscriptionArguments(expansion, plan, matrix);
  protectNested(expansion, name, modesOf(expansion, roles), seen);
}

function addOwnerFields({ output, models }: Expansion, model: string, roles: readonly Role[]): void {
  const type = models.get(model)?.type;
  const ruleNode = type?.directives.find(({ name }) => name.value === 'auth');
  const inputs = [
    typeNames.upperFilter(model),
    typeNames.upperCondition(model),
    typeNames.subscriptionFilter(model),
  ];
  for (const { strategy, entity, claim } of roles) {
    if (strategy !== 'owner' || entity === null) continue;
    checkName(entity, ruleNode, 'invalid-auth');
    if (claim?.includes('::')) refuseOwnerFunction(type?.fields.get(entity));
    for (const input of inputs) addOnce(output.get(input)?.fields, entity, 'ModelStringInput');
    addOnce(output.get(model)?.fields, entity, 'String');
  }
}

// An owner of two claims is taken apart by a resolver of the field's own, and a field has one resolver.
function refuseOwnerFunction(field: SourceField | undefined): void {
  const directive = field && directiveOn(field, 'function');
  if (!directive) return;
  const problem = `The owner field ${field.name} is answered by a function.`;
  throw refusal('invalid-function', directive, problem, 'Give the rule an identityClaim of one part.');
}

function addOnce(
  fields: Map<string, ReturnType<typeof outputField>> | undefined,
  name: string,
  type: string,
): void {
  if (fields && !fields.has(name)) fields.set(name, outputField(name, type));
}

interface RootField {
  readonly parent: RootFieldInfo['parent'];
  readonly field: string;
  readonly operation: AccessOperation;
}

function rootFieldsOf({ indexes, searchables }: Expansion, { type, config }: ModelPlan): RootField[] {
  const found: RootField[] = [];
  const add = (
    parent: RootField['parent'],
    operation: AccessOperation,
    field: string | null | undefined,
  ): void => {
    if (field) found.push({ parent, field, operation });
  };
  add('Query', 'get', config.queries?.get);
  add('Query', 'list', config.queries?.list);
  for (const kind of ['create', 'update', 'delete'] as const) add('Mutation', kind, config.mutations?.[kind]);
  for (const index of indexes.get(type.name) ?? []) {
    add('Query', 'list', index.queryField);
    add('Query', 'get', index.queryField);
  }
  add('Query', 'search', searchables.get(type.name));
  for (const name of liveSubscriptions({ type, config })) add('Subscription', 'listen', name);
  return found;
}

function liveSubscriptions({ type, config }: Pick<ModelPlan, 'type' | 'config'>): string[] {
  const { subscriptions, mutations } = config;
  if (!subscriptions || subscriptions.level !== 'on') return [];
  if (subscriptions.hasLoneName) {
    const problem = `The subscriptions of ${type.name} name one that is not in a list.`;
    throw refusal('invalid-model', type.node, problem, 'Write `onCreate: ["…"]`.');
  }
  return [
    ...(mutations?.create ? (subscriptions.onCreate ?? []) : []),
    ...(mutations?.update ? (subscriptions.onUpdate ?? []) : []),
    ...(mutations?.delete ? (subscriptions.onDelete ?? []) : []),
  ];
}

function operationDirectives(
  expansion: Expansion,
  matrix: AccessMatrix,
  operation: AccessOperation,
): readonly OutputDirective[] {
  const { iamAccess, modes } = expansion;
  const roles = matrix.rolesFor(operation, operation === 'delete' ? 'every' : 'some');
  const named = roles.some((role) => modeOf(role.provider) === modes.default);
  const byDefault = roles.length === 0 && iamAccess && modes.default !== 'iam';
  return serviceDirectives(modesOf(expansion, roles), modes.default, named || byDefault);
}

/** Opens a root field, and the type that it returns unless that is a list. */
export function addOperationDirectives(
  { output }: Expansion,
  root: string,
  fieldName: string,
  directives: readonly OutputDirective[],
): void {
  const field = output.get(root)?.fields.get(fieldName);
  if (!field || directives.length === 0) return;
  output.addFieldDirectives(root, fieldName, directives);
  if (field.type === baseOf(field.type)) output.addTypeDirectives(field.type, directives);
}

function addSubscriptionArguments(expansion: Expansion, plan: ModelPlan, matrix: AccessMatrix): void {
  const { output } = expansion;
  const declared = output.get(plan.type.name)?.fields;
  const owners = matrix
    .rolesFor('listen')
    .filter((role) => role.strategy === 'owner' && !isList(declared?.get(role.entity ?? '')?.type ?? ''))
    .map((role) => role.entity ?? '');
  const root = output.get(rootName(expansion, 'Subscription'));
  for (const name of liveSubscriptions(plan)) {
    const field = root?.fields.get(name);
    if (!root || !field) continue;
    const fresh = [...new Set(owners)].filter(
      (owner) => !field.args.some((argument) => argument.name === owner),
    );
    const args = [...field.args, ...fresh.map((owner) => ({ name: owner, type: 'String' }))];
    root.fields.set(name, { ...field, args });
  }
}

// A type within a model is opened like the model; one that several models share, to all of their modes.
function protectNested(
  expansion: Expansion,
  typeName: string,
  modes: ModeSet,
  seen: Map<string, Set<string>>,
): void {
  const { output } = expansion;
  for (const field of output.get(typeName)?.fields.values() ?? []) {
    const nested = output.get(baseOf(field.type));
    if (nested?.kind !== 'type' || nested.isModel) continue;
    const before = seen.get(nested.name);
    const directives = serviceDirectives(modes, expansion.modes.default, before !== undefined).filter(
      ({ name }) => !before?.has(name),
    );
    seen.set(nested.name, new Set([...(before ?? []), ...directives.map(({ name }) => name)]));
    if (before && directives.length === 0) continue;
    output.addTypeDirectives(nested.name, directives);
    protectNested(expansion, nested.name, modes, seen);
  }
}
