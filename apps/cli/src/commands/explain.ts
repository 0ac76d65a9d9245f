import type { FindingCode } from '@postern/schema';
import { defineCommand } from '../command/command.ts';
import { didYouMean } from '../command/did-you-mean.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';

export const explain = defineCommand({
  args: [{ name: 'CODE', optional: true }],
  flags: {},
  notes: `
Without CODE, lists all that postern check can find.
Example: postern explain subscription-gets-null`,
  async run({ args: [code] }, terminal) {
    const { findingCodes, findingExplanations } = await import('@postern/schema');
    if (code === undefined) {
      const width = Math.max(...findingCodes.map((each) => each.length));
      for (const each of findingCodes) {
        terminal.write(`${each.padEnd(width)}  ${findingExplanations[each].title}\n`);
      }
      return exitCodes.ok;
    }
    if (!findingCodes.includes(code as FindingCode)) {
      const hint = didYouMean(code, findingCodes);
      throw new UsageError(`There is no finding ${code}.${hint} postern explain lists them.`);
    }
    const { title, why, schema, wrong, right, source } = findingExplanations[code as FindingCode];
    const paragraphs = [
      `${terminal.paint('bold', code)}: ${title}`,
      wrapped(why),
      ...(schema === undefined ? [] : [`Schema:\n${indented(schema)}`]),
      `Wrong:\n${indented(wrong)}`,
      `Right:\n${indented(right)}`,
      ...(source === undefined ? [] : [`See ${source}`]),
    ];
    terminal.write(`${paragraphs.join('\n\n')}\n`);
    return exitCodes.ok;
  },
});

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

function wrapped(text: string): string {
  return text.replaceAll(/(.{1,100})(?:\s+|$)/g, '$1\n').trimEnd();
}
