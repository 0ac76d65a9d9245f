export type {
  AccessOperation,
  AccessProvider,
  AccessRow,
  AccessRule,
  AccessStrategy,
} from './access/access-row.ts';
export { accessOperations } from './access/access-row.ts';
export type { AccessTable } from './access/access-table.ts';
export { decide, decideByRows, type Answer, type Decision, type Identity } from './access/decide.ts';
export { decideFields, type FieldDecision } from './access/decide-fields.ts';
export { decideModelOperation } from './access/decide-model.ts';
export { checkOperations } from './check/check-operations.ts';
export { findingCodes, findingExplanations, type FindingExplanation } from './check/explanations.ts';
export type { Finding, FindingCode } from './check/finding.ts';
export { directiveRows, type DirectiveRow } from './access/directive-rows.ts';
export { fieldGroups, fieldModes } from './access/field-modes.ts';
export {
  decideOperation,
  operationAccess,
  rootFieldAccess,
  staticGroups,
  type OperationAccess,
  type RootFieldAccess,
} from './access/operation-access.ts';
export type { AccessChange } from './diff/access-change.ts';
export type { BrokenOperation } from './diff/broken-operations.ts';
export { diffSchemas, type SchemaDiff } from './diff/diff-schemas.ts';
export type { ShapeChange, ShapeLevel } from './diff/shape-changes.ts';
export type { DecidingRule } from './explain/deciding-rule.ts';
export type { AccessTarget } from './explain/access-target.ts';
export { explainAccess, type AccessExplanation, type DeniedPath } from './explain/explain-access.ts';
export { identityLabel, identityNames, parseIdentity } from './explain/identity-names.ts';
export { roleLabel } from './explain/role-label.ts';
export {
  QuestionError,
  SchemaError,
  type QuestionErrorCode,
  type SchemaErrorCode,
  type SchemaLocation,
} from './errors.ts';
export type { AuthMode, AuthModes } from './expand/auth-modes.ts';
export { expand, type ExpandedSchema, type ExpandOptions } from './expand.ts';
export type {
  CustomFieldInfo,
  FieldValidation,
  KeySchema,
  Model,
  ModelIndex,
  ModelOperationNames,
  Relation,
  RootFieldInfo,
} from './model.ts';
export { splitOperations, type NamedOperation } from './operations/split-operations.ts';
export {
  iamPolicy,
  policyQuotas,
  policySize,
  type IamPolicy,
  type IamStatement,
  type PolicyPlace,
  type PolicyRequest,
} from './policy/iam-policy.ts';
export { iamResources } from './policy/iam-resources.ts';
export type { SchemaSource } from './read/read-source.ts';
