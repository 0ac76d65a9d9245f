import type { CredentialSource } from './credential-source.ts';
import type { TokenKeeper } from './token-keeper.ts';
import { readToken, type Tokens, type WhoAmI } from './tokens.ts';
import { untilAborted } from './until-aborted.ts';

/** Somebody whose tokens are kept and renewed. */
export interface KeptSource extends CredentialSource {
  /** Who the tokens speak for. @throws AuthError */
  readonly identity: () => Promise<WhoAmI>;
  /** Valid tokens, from memory, the store, a renewal or a sign-in. @throws AuthError */
  tokens(): Promise<Tokens>;
  /** Signs in although there is a session. @throws AuthError */
  signIn(): Promise<Tokens>;
}

/** Is whoever a keeper has tokens for. */
export function keeperSource(keeper: TokenKeeper, choose: (tokens: Tokens) => string): KeptSource {
  return {
    headers: async ({ rejected, signal }) => {
      const tokens = await untilAborted(() => keeper.get(rejected?.authorization), signal);
      return { authorization: choose(tokens) };
    },
    identity: async () => readToken(choose(await keeper.get())),
    tokens: () => keeper.get(),
    signIn: () => keeper.signIn(),
  };
}
