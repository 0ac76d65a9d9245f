import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { readConfig } from '@postern/config';
import createFunctions, { type Handler } from './functions.ts';

const config = readConfig({ environment: process.env });
const functions = createFunctions({
  graphqlEndpoint: config.require('graphqlEndpoint'),
  region: config.require('region'),
  credentials: fromNodeProviderChain(),
});

/** The Lambda entry: one bundle for all functions, which are told apart by the field that they resolve. */
export const handler = (event: {
  readonly fieldName: string;
  readonly arguments: unknown;
}): Promise<unknown> => {
  const resolve: Handler | undefined = Object.hasOwn(functions, event.fieldName)
    ? functions[event.fieldName]
    : undefined;
  if (!resolve) throw new Error(`No function resolves ${event.fieldName}.`);
  return resolve(event);
};
