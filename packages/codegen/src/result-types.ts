import { BaseVisitor, type ParsedConfig, type RawConfig } from '@graphql-codegen/visitor-plugin-common';
import type { OperationTypeNode } from 'graphql';

/** The names of an operation's types. */
export interface ResultTypes {
  readonly result: string;
  readonly variables: string;
}

/** What of `typescript-operations`' configuration the names depend on. */
export interface NamingConfig extends RawConfig {
  readonly operationResultSuffix?: string;
  readonly dedupeOperationSuffix?: boolean;
  readonly omitOperationSuffix?: boolean;
}

/**
 * How `typescript-operations` names the types of an operation under the same configuration: `getPOSItem` becomes
 * `GetPosItemQuery` and `GetPosItemQueryVariables`, unless `namingConvention`, `typesPrefix` or the like say otherwise.
 */
export function resultTypesNamer(
  config: NamingConfig,
): (name: string, kind: OperationTypeNode) => ResultTypes {
  const { dedupeOperationSuffix = false, omitOperationSuffix = false } = config;
  // The visitor reads these from its parsed configuration, but leaves parsing them to its heirs.
  const parsed = { dedupeOperationSuffix, omitOperationSuffix } as Partial<ParsedConfig>;
  const visitor = new BaseVisitor(config, parsed);
  return (name, kind) => {
    const suffix = visitor.getOperationSuffix(name, kind.charAt(0).toUpperCase() + kind.slice(1));
    return {
      result: visitor.convertName(name, { suffix: suffix + (config.operationResultSuffix ?? '') }),
      variables: visitor.convertName(name, { suffix: `${suffix}Variables` }),
    };
  };
}
