import type { ReactNode } from 'react';

/** A field of a record: its value, nothing where it is null, or that it may not be read. */
export function FieldValue({ value, denied }: { readonly value: ReactNode; readonly denied: boolean }) {
  if (denied) {
    return (
      <span className="denied" title="You are not allowed to read this field.">
        <span aria-hidden="true">🔒 </span>
        not allowed
      </span>
    );
  }
  if (value === null || value === undefined || value === '') {
    return (
      <span className="nothing">
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">empty</span>
      </span>
    );
  }
  return value;
}
