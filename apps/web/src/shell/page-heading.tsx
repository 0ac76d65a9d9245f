import { useEffect, useRef, type ReactNode } from 'react';

/** The heading of a page; takes the focus when the page is opened, so that keyboard and screen reader begin there. */
export function PageHeading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
