export type * from './headers.ts';
export type * from './operation.ts';
