import type { Decision } from '@postern/client';

const words: Record<Decision, string> = { allow: 'yes', deny: 'no', depends: 'depends' };
const signs: Record<Decision, string> = { allow: '✓', deny: '✕', depends: '~' };

/** An answer of the access table, told by sign and word as well as by colour. */
export function DecisionBadge({ decision }: { readonly decision: Decision }) {
  return (
    <span className={`badge decision-${decision}`}>
      <span aria-hidden="true">{signs[decision]} </span>
      {words[decision]}
    </span>
  );
}
