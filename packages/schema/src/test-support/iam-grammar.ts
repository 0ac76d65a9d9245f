// The grammar of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html, as far as identity-based
// policies have it, with the notes below it: <policy> = { Version?, Id?, Statement }, no other keys, each at most once.

type Check = (value: unknown, at: string) => string[];

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, at) =>
    allowed.includes(value as string)
      ? []
      : [`${at} is ${JSON.stringify(value)}, not ${allowed.join(' or ')}`];
const textLike =
  (pattern: RegExp): Check =>
  (value, at) =>
    isText(value) && pattern.test(value)
      ? []
      : [`${at} is ${JSON.stringify(value)}, not like ${pattern.source}`];
const oneOrList =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return check(value, at);
    if (value.length === 0) return [`${at} is an empty list`];
    return value.flatMap((entry, index) => check(entry, `${at}[${index}]`));
  };

const arn = /^(\*|arn:(aws|aws-cn|aws-us-gov|\*):[a-z0-9-]+:[a-z0-9*-]*:(\d{12}|\*|):[^\s:]\S*)$/;
const statement: Readonly<Record<string, Check>> = {
  Sid: textLike(/^[A-Za-z0-9]*$/),
  Effect: oneOf('Allow', 'Deny'),
  Action: oneOrList(textLike(/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/)),
  NotAction: oneOrList(textLike(/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/)),
  Resource: oneOrList(textLike(arn)),
  NotResource: oneOrList(textLike(arn)),
  Condition: (value, at) => (typeof value === 'object' && value !== null ? [] : [`${at} is no object`]),
};

/** What of a document is not as IAM's grammar has it; empty for a policy that IAM takes. */
export function grammarProblems(document: unknown): string[] {
  const { Version, Id, Statement, ...others } = document as Record<string, unknown>;
  const problems = Object.keys(others).map((key) => `unknown ${key}`);
  problems.push(...oneOf('2008-10-17', '2012-10-17')(Version, 'Version'));
  if (Id !== undefined && !isText(Id)) problems.push('Id is no text');
  const list: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  if (list.length === 0) problems.push('Statement is empty');
  problems.push(...list.flatMap((one, index) => statementProblems(one, `Statement[${index}]`)));
  const ids = list.map((one) => (one as { Sid?: string }).Sid).filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) problems.push('a Sid is used twice');
  return problems;
}

function statementProblems(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${at} is no object`];
  const problems = Object.entries(value).flatMap(
    ([key, part]) => statement[key]?.(part, `${at}.${key}`) ?? [`unknown ${at}.${key}`],
  );
  const has = (key: string): boolean => Object.hasOwn(value, key);
  if (!has('Effect')) problems.push(`${at} has no Effect`);
  if (has('Action') === has('NotAction')) problems.push(`${at} needs one of Action and NotAction`);
  if (has('Resource') === has('NotResource')) problems.push(`${at} needs one of Resource and NotResource`);
  return problems;
}
