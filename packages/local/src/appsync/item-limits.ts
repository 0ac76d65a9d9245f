import type { Item } from '../store/item-store.ts';
import { FieldError } from './errors.ts';

const maxLevels = 32;
const maxBytes = 400 * 1024;

/**
 * Refuses a record that DynamoDB would not take.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 * @throws FieldError `DynamoDB:DynamoDbException`.
 */
export function checkItemLimits(item: Item): Item {
  if (isDeeperThan(maxLevels, item)) {
    throw tooMuch(
      'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
    );
  }
  if (Buffer.byteLength(JSON.stringify(item)) > maxBytes) {
    throw tooMuch('Item size has exceeded the maximum allowed size');
  }
  return item;
}

// Stops at the first level too many: what is nested deeper could take more stack than there is.
function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels < 0 || Object.values(value).some((part) => isDeeperThan(levels - 1, part));
}

function tooMuch(message: string): FieldError {
  return new FieldError('DynamoDB:DynamoDbException', message);
}
