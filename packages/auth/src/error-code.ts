/** The code of a connection that failed, such as `ECONNREFUSED`, wherever in an error's causes it is. */
export function errorCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at instanceof AggregateError) return errorCode(at.errors[0]);
  }
  return undefined;
}
