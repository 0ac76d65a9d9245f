/** The platform's own `fetch`, which pools connections itself. */
export const pooledFetch: typeof fetch = (input, init) => fetch(input, init);
