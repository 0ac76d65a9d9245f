const time =
  /^([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(\.\d{1,})?(([Z])|([+|-]([01][0-9]|2[0-3]):[0-5][0-9]))$/;
const date = /^(\d{4})-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$/;
const email =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
// The transformer asks libphonenumber; this takes what that could take, and leaves the rest to AppSync.
const phone = /^\+?[\d\s().-]{5,20}$/;
const ip4 = /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/;
const ip6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:.]*$/;

// graphql-default-value-transformer/src/validators.ts
const checks: ReadonlyMap<string, (value: string) => boolean> = new Map<string, (value: string) => boolean>(
  Object.entries({
    Int: (value) => !Number.isNaN(parseInt(value, 10)),
    Float: (value) => !Number.isNaN(parseFloat(value)),
    Boolean: (value) => /^(true|false)$/i.test(value),
    AWSJSON: (value) => succeeds(() => JSON.parse(value)),
    AWSDate: isDate,
    AWSTime: (value) => time.test(value),
    AWSDateTime: isDateTime,
    AWSTimestamp: (value) => !Number.isNaN(parseInt(value, 10)),
    AWSEmail: (value) => email.test(value),
    AWSURL: (value) => URL.canParse(value),
    AWSPhone: (value) => phone.test(value),
    AWSIPAddress: (value) => ip4.test(value) || (ip6.test(value) && URL.canParse(`http://[${value}]`)),
  }),
);

/** Whether a text can be the default value of a scalar. */
export function isDefaultFor(scalar: string, value: string): boolean {
  return checks.get(scalar)?.(value) ?? (scalar === 'ID' || scalar === 'String');
}

function isDate(value: string): boolean {
  const [, year = '', month = '', day = ''] = date.exec(value) ?? [];
  if (year === '') return false;
  const last = new Date(Date.UTC(Number(year), Number(month), 0));
  last.setUTCFullYear(Number(year), Number(month), 0);
  return Number(day) <= last.getUTCDate();
}

function isDateTime(value: string): boolean {
  const split = value.indexOf('T');
  const clock = value.slice(split + 1);
  return isDate(value.slice(0, split)) && time.test(clock);
}

function succeeds(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}
