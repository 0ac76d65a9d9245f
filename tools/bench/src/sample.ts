/** Some measurements of the same thing, put in order. */
export interface Sample {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Measures something a number of times, one after another. */
export async function sample(count: number, measure: (index: number) => Promise<number>): Promise<Sample> {
  const values: number[] = [];
  for (let index = 0; index < count; index += 1) values.push(await measure(index));
  values.sort((one, other) => one - other);
  const at = (share: number): number => values[Math.floor(share * (values.length - 1))] ?? Number.NaN;
  return { median: at(0.5), min: at(0), max: at(1) };
}

/** One line about a sample. */
export function line(what: string, { median, min, max }: Sample, unit: string, digits = 0): string {
  const show = (value: number): string => value.toFixed(digits);
  return `  ${what.padEnd(44)} median ${show(median)} ${unit}  (${show(min)} to ${show(max)})\n`;
}
