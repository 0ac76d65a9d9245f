/** Where a secret is kept that is changed from time to time: the current one, and one on its way to become it. */
export interface SecretVault {
  /** @throws AuthError `store` */
  read(): Promise<{ readonly current: string; readonly staged?: string | undefined }>;
  /** Keeps the next secret beside the current one. @throws AuthError `store` */
  stage(value: string): Promise<void>;
  /** Makes the staged secret the current one. @throws AuthError `store` */
  promote(): Promise<void>;
  /** Forgets the staged secret. @throws AuthError `store` */
  discard(): Promise<void>;
  /**
   * Runs a rotation while no other of this secret runs: two at once could leave a secret that nobody knows.
   *
   * @defaultValue nobody else is kept away
   * @throws AuthError `store` when another is under way.
   */
  exclusively?<Result>(rotation: () => Promise<Result>): Promise<Result>;
}

/**
 * Reads a vault's secret for a source. While a rotation is going on either of the two may be the right one: who is refused
 * with one gets the other.
 *
 * @example
 * ```ts
 * userPoolSource({ ...account, password: secretOf(fileVault('/run/secrets/batch-password')) });
 * ```
 */
export function secretOf(vault: SecretVault): (refused?: string) => Promise<string> {
  return async (refused) => {
    const { current, staged } = await vault.read();
    return refused === current && staged !== undefined ? staged : current;
  };
}
