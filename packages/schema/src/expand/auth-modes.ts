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

const everyMode: readonly AuthMode[] = [...modeDirectives.keys()];

/** A set of modes, a bit for each: asked for every root field, so it is kept small. */
export type ModeSet = number;

/** The set of one mode. */
export function setOf(mode: AuthMode): ModeSet {
  return 1 << everyMode.indexOf(mode);
}

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
  modes: ModeSet,
  defaultMode: AuthMode,
  withDefault: boolean,
): readonly OutputDirective[] {
  const usual = setOf(defaultMode);
  const others = modes & ~usual;
  return others === 0 ? [] : directivesOf(withDefault ? modes | usual : modes);
}

// The same few lists stand on most fields of most schemas.
const known = new Map<ModeSet, readonly OutputDirective[]>();

function directivesOf(modes: ModeSet): readonly OutputDirective[] {
  let directives = known.get(modes);
  if (!directives) {
    directives = [...modeDirectives].flatMap(([mode, directive]) => (modes & setOf(mode) ? [directive] : []));
    known.set(modes, directives);
  }
  return directives;
}
