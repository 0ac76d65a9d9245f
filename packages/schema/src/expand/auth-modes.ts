import type { AccessProvider } from '../access/access-row.ts';
import { outputDirective, type OutputDirective } from './output-directive.ts';

/** The ways in which an AppSync API can authorize a request. */
export type AuthMode = 'userPools' | 'iam' | 'apiKey' | 'oidc' | 'lambda';

/** Which modes an API has, and which one decides where the schema says nothing. */
export interface AuthModes {
  readonly default: AuthMode;
  readonly additional: readonly AuthMode[];
}

/** The directive that opens a type or field to a mode, in the order in which AWS's transformer writes them. */
export const modeDirectives: ReadonlyMap<AuthMode, OutputDirective> = new Map([
  ['apiKey', outputDirective('aws_api_key')],
  ['iam', outputDirective('aws_iam')],
  ['oidc', outputDirective('aws_oidc')],
  ['userPools', outputDirective('aws_cognito_user_pools')],
  ['lambda', outputDirective('aws_lambda')],
]);

/** The mode in which a rule's provider is authorized. */
export function modeOf(provider: AccessProvider): AuthMode {
  if (provider === 'identityPool') return 'iam';
  return provider === 'function' ? 'lambda' : provider;
}

/**
 * The directives that open a type or field to the given modes.
 *
 * Without any directive only the default mode is let in; with one, the default mode has to be named as well.
 *
 * @param withDefault - Names the default mode too, although it is not among `modes`.
 */
export function serviceDirectives(
  modes: ReadonlySet<AuthMode>,
  defaultMode: AuthMode,
  withDefault: boolean,
): OutputDirective[] {
  const others = [...modes].some((mode) => mode !== defaultMode);
  return [...modeDirectives]
    .filter(([mode]) => (mode === defaultMode ? others && (withDefault || modes.has(mode)) : modes.has(mode)))
    .map(([, directive]) => directive);
}
