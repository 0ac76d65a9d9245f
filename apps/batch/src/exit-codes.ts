/** What the process exits with; the help and the README list them. */
export const exitCodes = {
  /** Every item is done. */
  ok: 0,
  /** The job could not be done, or an item is not accounted for. */
  failed: 1,
  /** A flag, a file or the configuration is wrong or missing. */
  usage: 2,
  /** The sign-in was refused, or the server does not accept it. */
  signInNeeded: 4,
  /** Every item is accounted for, and some have failed, with their reasons in the dead letters. */
  someFailed: 5,
  /** Stopped by a signal; the same command goes on where it was. */
  interrupted: 6,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
