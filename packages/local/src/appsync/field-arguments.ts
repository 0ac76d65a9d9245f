/** A field's arguments, coerced. */
export type Args = Readonly<Record<string, unknown>>;
