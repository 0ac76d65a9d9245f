import type { Client } from '@postern/client';
import { createContext, useContext } from 'react';
import type { Identity } from '../session/identity.ts';

/** Who calls the API, and with what. */
export interface Caller {
  readonly identity: Identity;
  readonly client: Client;
}

export const CallerContext = createContext<Caller | undefined>(undefined);

/** The caller of everything under the signed-in part of the page. */
export function useCaller(): Caller {
  const caller = useContext(CallerContext);
  if (!caller) throw new TypeError('useCaller is for components inside CallerContext.');
  return caller;
}
