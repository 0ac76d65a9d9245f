import type { ReactNode } from 'react';

/** Says at once that something did not work, and offers to try again where that makes sense. */
export function Problem({ children, retry }: { readonly children: ReactNode; readonly retry?: () => void }) {
  return (
    <div className="problem" role="alert">
      <p>{children}</p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
