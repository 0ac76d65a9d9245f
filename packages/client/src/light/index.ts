export { createLightClient, type LightClient, type LightOptions } from './light-client.ts';
export * from '../errors.ts';
export type { CallResult } from '../settle.ts';
