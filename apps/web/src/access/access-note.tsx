import { useAccess, type AnyOperation } from './use-access.ts';

/** Says why an operation is closed to whoever is signed in, or on what it depends; nothing where it is open. */
export function AccessNote({
  operation,
  id,
  action,
}: {
  readonly operation: AnyOperation;
  /** For `aria-describedby` of what it speaks about. */
  readonly id: string;
  /** What the operation does here, where the note stands apart from its button. */
  readonly action?: string;
}) {
  const { decision, reason } = useAccess(operation);
  if (decision === 'allow') return null;
  return (
    <span className={`access-note access-note-${decision}`} id={id}>
      {action !== undefined && <strong>{action}: </strong>}
      {reason}
    </span>
  );
}
