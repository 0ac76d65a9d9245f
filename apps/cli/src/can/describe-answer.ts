import type { AccessExplanation, DecidingRule } from '@postern/schema';
import type { Style } from '../terminal.ts';

type Paint = (style: Style, text: string) => string;

const styles = { allow: 'green', depends: 'yellow', deny: 'red' } as const;

/** The answer as a person reads it: the decision, then what it rests on, a line each. */
export function describeAnswer(about: string, who: string, answer: AccessExplanation, paint: Paint): string {
  const { decision, dependsOn, rules, denied, notes } = answer;
  const lines = [
    `${paint(styles[decision], decision)}  ${about} as ${who}`,
    ...dependsOn.map((what) => `  on ${what}`),
    ...rules.map((rule) => `  by ${ruleText(rule)}`),
    ...denied.flatMap(({ path, because, allowed }) => [
      `  ${path}: ${because}`,
      ...allowed.map((rule) => `    it lets in ${ruleText(rule)}`),
    ]),
    ...notes.map((note) => `  ${note}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for programs. */
export function answerDocument(about: string, who: readonly string[], answer: AccessExplanation): object {
  return { target: about, identity: who, ...answer };
}

function ruleText({ who, text, location }: DecidingRule): string {
  const where = location ? ` at ${location.file}:${location.line}:${location.column}` : '';
  return `${who}${where}  ${text}`;
}
