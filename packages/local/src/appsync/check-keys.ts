import type { Model } from '@postern/schema';
import type { Item } from '../store/item-store.ts';
import { FieldError } from './errors.ts';

/**
 * Refuses a primary key that DynamoDB would not take.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 * @throws FieldError `DynamoDB:DynamoDbException`.
 */
export function checkPrimaryKey({ primaryKey: { partition, sort } }: Model, key: Item): void {
  // Two sort fields or more are one attribute, which the `#` between them keeps from being empty.
  const [first, ...more] = sort;
  const attributes = first === undefined || more.length > 0 ? [partition] : [partition, first];
  for (const name of attributes) {
    if (key[name] == null) {
      throw invalid(
        `One or more parameter values were invalid: Type mismatch for key ${name} expected: S actual: NULL`,
      );
    }
    if (key[name] === '') throw invalid(`${empty} Key: ${name}`);
  }
}

/** Refuses a record whose key in an index DynamoDB would not take. @throws FieldError `DynamoDB:DynamoDbException`. */
export function checkIndexKeys({ indexes }: Model, item: Item): void {
  for (const { name, partition, sort } of indexes) {
    const attributes = sort.length === 1 ? [partition, ...sort] : [partition];
    const wrong = attributes.find((attribute) => item[attribute] === '');
    if (wrong !== undefined) throw invalid(`${ofIndex} ${empty} IndexName: ${name}, IndexKey: ${wrong}`);
  }
}

const empty =
  'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value.';
const ofIndex = 'A value specified for a secondary index key is not supported.';

function invalid(message: string): FieldError {
  return new FieldError('DynamoDB:DynamoDbException', message);
}
