/** What the process exits with; the root help and the README list them. */
export const exitCodes = {
  ok: 0,
  /** The server refused or could not be reached, or the call failed. */
  failed: 1,
  /** A flag, an argument or the configuration is wrong or missing. */
  usage: 2,
  /** The question was answered, and the answer is no: denied, or something was found. */
  denied: 3,
  /** Nobody is signed in, or the sign-in was refused. */
  signInNeeded: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
