/** Waits for Ctrl-C or SIGTERM. A second one ends the process at once, as it would without this. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
