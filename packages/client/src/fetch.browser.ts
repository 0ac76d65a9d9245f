/** The platform's own `fetch`, which pools connections itself. */
export function defaultFetch(): typeof fetch {
  return (input, init) => fetch(input, init);
}
