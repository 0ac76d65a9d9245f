import type { BatchStatus, ItemStatus } from '@postern/graphql';

/** A status, with a colour of its own. */
export function StatusBadge({ status }: { readonly status: ItemStatus | BatchStatus }) {
  return <span className={`badge status-${status.toLowerCase()}`}>{status}</span>;
}
