import { TokenKind, type DocumentNode, type Token } from 'graphql';
import { didYouMean } from '../read/did-you-mean.ts';
import { findingCodes } from './explanations.ts';
import type { Finding, FindingCode } from './finding.ts';

/** A comment `# postern-ignore CODE: reason`. */
interface Silence {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly reason: string;
  /** The line whose findings it silences: its own, or the next where it stands alone. */
  readonly about: number | undefined;
}

/** Takes away what comments silence, and finds those comments that give no reason or silence nothing. */
export function applySilences(documents: readonly DocumentNode[], findings: readonly Finding[]): Finding[] {
  const silences = documents.flatMap(silencesIn);
  const matches = (silence: Silence, finding: Finding): boolean =>
    silence.file === finding.file && silence.about === finding.line && silence.code === finding.code;
  const silenced = (finding: Finding): boolean =>
    silences.some((silence) => silence.reason !== '' && matches(silence, finding));
  const useless = silences.flatMap((silence): Finding[] => {
    if (silence.reason === '') return [withoutReason(silence)];
    return findings.some((finding) => matches(silence, finding)) ? [] : [ofNothing(silence)];
  });
  return [...findings.filter((finding) => !silenced(finding)), ...useless];
}

function silencesIn({ loc }: DocumentNode): Silence[] {
  const silences: Silence[] = [];
  for (let token = loc?.startToken; token; token = token.next ?? undefined) {
    if (token.kind !== TokenKind.COMMENT) continue;
    const [, rest] = /^\s*postern-ignore\b(.*)$/.exec(token.value) ?? [];
    if (rest === undefined) continue;
    const [, code = '', reason = ''] = /^\s*([^\s:]*)\s*:?\s*(.*?)\s*$/.exec(rest) ?? [];
    const { line, column } = token;
    silences.push({ file: loc?.source.name ?? '', line, column, code, reason, about: lineAbout(token) });
  }
  return silences;
}

function lineAbout(comment: Token): number | undefined {
  if (comment.prev?.line === comment.line && comment.prev.kind !== TokenKind.SOF) return comment.line;
  let next = comment.next;
  while (next?.kind === TokenKind.COMMENT) next = next.next;
  return next?.line;
}

function withoutReason({ file, line, column, code }: Silence): Finding {
  return {
    code: 'silence-without-reason',
    file,
    line,
    column,
    message: 'This comment silences without saying why.',
    remedy: `Write # postern-ignore ${code || 'CODE'}: the reason.`,
  };
}

function ofNothing({ file, line, column, code }: Silence): Finding {
  const known = findingCodes.includes(code as FindingCode);
  return {
    code: 'silence-of-nothing',
    file,
    line,
    column,
    message: known
      ? `There is no finding ${code} here to silence.`
      : `There is no finding of the code "${code}".`,
    remedy: (known ? undefined : didYouMean(code, findingCodes)) ?? 'Remove this comment.',
  };
}
