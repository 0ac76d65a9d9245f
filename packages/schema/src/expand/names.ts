import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import pluralize from 'pluralize';
import { plainScalar, scalarNames, standardScalars } from '../read/scalars.ts';

// How the transformer puts names together: graphql-transformer-common/src/util.ts and ModelResourceIDs.ts.

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

export function camelCase(...words: readonly string[]): string {
  let name = '';
  for (const word of words) name += name === '' ? lowerFirst(word) : upperFirst(word);
  return name;
}

/** A name without what GraphQL names may not have. */
export function graphqlName(text: string): string {
  return text.replace(/^[^_A-Za-z]+|[^_0-9A-Za-z]/g, '');
}

export function plural(text: string): string {
  return pluralize(text);
}

const maxSubscriptionNameLength = 50;

/** AppSync's limit for names of subscriptions makes the transformer shorten them. */
export function subscriptionName(prefix: string, typeName: string): string {
  const name = camelCase(prefix, typeName);
  if (name.length <= maxSubscriptionNameLength) return name;
  return name.slice(0, 45) + bytesToHex(md5(utf8ToBytes(name))).slice(0, 5);
}

// Most fields have one of these, and one text for all of them is found faster than many that are alike.
const ofScalar = namesOfScalars((scalar) => `Model${scalar}Input`);
const liveOfScalar = namesOfScalars((scalar) => `ModelSubscription${scalar}Input`);

function namesOfScalars(make: (scalar: string) => string): ReadonlyMap<string, string> {
  const made = new Map(standardScalars.map((scalar) => [scalar, make(scalar)]));
  return new Map(scalarNames.map((name) => [name, made.get(plainScalar(name)) ?? '']));
}

/** The transformer names some types with the model's name as it is, others with an upper-case first letter. */
export const typeNames = {
  connection: (model: string) => `Model${model}Connection`,
  filter: (model: string) => `Model${plainScalar(model)}FilterInput`,
  condition: (model: string) => `Model${plainScalar(model)}ConditionInput`,
  upperConnection: (model: string) => `Model${upperFirst(model)}Connection`,
  upperFilter: (model: string) => `Model${upperFirst(model)}FilterInput`,
  upperCondition: (model: string) => `Model${upperFirst(model)}ConditionInput`,
  subscriptionFilter: (model: string) => `ModelSubscription${upperFirst(model)}FilterInput`,
  scalarFilter: (base: string) => ofScalar.get(base) ?? `Model${base}Input`,
  subscriptionScalarFilter: (base: string) => liveOfScalar.get(base) ?? `ModelSubscription${base}Input`,
  listFilter: (base: string) => `Model${plainScalar(base)}ListInput`,
  keyCondition: (base: string) => `Model${plainScalar(base)}KeyConditionInput`,
  compositeKeyCondition: (model: string, key: string) => `Model${model}${key}CompositeKeyConditionInput`,
  compositeKey: (model: string, key: string) => `Model${model}${key}CompositeKeyInput`,
  create: (model: string) => graphqlName(`Create${upperFirst(model)}Input`),
  update: (model: string) => graphqlName(`Update${upperFirst(model)}Input`),
  delete: (model: string) => graphqlName(`Delete${upperFirst(model)}Input`),
  nested: (type: string) => graphqlName(`${upperFirst(type)}Input`),
};
