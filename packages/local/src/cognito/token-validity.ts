import type { AppClient } from './entities.ts';
import { CognitoException, invalidParameter } from './exception.ts';
import { oneOf, optionalInteger, type Input } from './input.ts';

const units = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;
type Unit = keyof typeof units;
const unitNames = Object.keys(units) as Unit[];

const fiveMinutes = 300;
const hour = 3600;
const day = 86_400;
const tenYears = 3650 * day;

type Validity = Partial<Pick<AppClient, 'accessTokenSeconds' | 'idTokenSeconds' | 'refreshTokenSeconds'>>;

/**
 * How long an app client's tokens are valid: 5 minutes to a day, and 60 minutes to ten years for refresh tokens.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 * @throws CognitoException `InvalidParameterException`.
 */
export function tokenValidity(input: Input): Validity {
  const access = seconds(input, 'AccessToken', 'hours', fiveMinutes, day);
  const id = seconds(input, 'IdToken', 'hours', fiveMinutes, day);
  const refresh = seconds(input, 'RefreshToken', 'days', hour, tenYears);
  return {
    ...(access === undefined ? {} : { accessTokenSeconds: access }),
    ...(id === undefined ? {} : { idTokenSeconds: id }),
    ...(refresh === undefined ? {} : { refreshTokenSeconds: refresh }),
  };
}

function seconds(
  input: Input,
  token: 'AccessToken' | 'IdToken' | 'RefreshToken',
  usual: Unit,
  least: number,
  most: number,
): number | undefined {
  const amount = optionalInteger(input, `${token}Validity`, 0, 315_360_000);
  // Zero means the default, as AWS has it for refresh tokens.
  if (amount === undefined || amount === 0) return undefined;
  const chosen = (input.TokenValidityUnits ?? {}) as Input;
  if (typeof chosen !== 'object' || Array.isArray(chosen)) {
    throw new CognitoException('SerializationException', 'TokenValidityUnits is not an object.');
  }
  const total = amount * units[oneOf(chosen, token, unitNames) ?? usual];
  if (total < least || total > most) {
    throw invalidParameter(
      `Invalid range for token validity: ${token} has to be valid for ${least} to ${most} seconds.`,
    );
  }
  return total;
}
