import { useId, type ReactNode } from 'react';
import { AccessNote } from './access-note.tsx';
import { useAccess, type AnyOperation } from './use-access.ts';

/** What a button needs that calls an operation. */
export interface OperationButtonProps {
  readonly operation: AnyOperation;
  /** What it does; without it the button submits its form. */
  readonly onPress?: () => void;
  /** Shown as pressed and not to be pressed again. */
  readonly busy?: boolean;
  /** Not to be pressed for a reason that has nothing to do with access, such as an empty selection. */
  readonly idle?: boolean;
  /** The id of an {@link AccessNote} elsewhere, for buttons that there are many of. */
  readonly noteId?: string;
  readonly label?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/**
 * A button that the access table disables for who may not call its operation, with the reason beside it.
 *
 * It stays in the tab order with `aria-disabled`, so that the reason can be reached by keyboard and heard.
 */
export function OperationButton(props: OperationButtonProps) {
  const { operation, onPress, busy = false, idle = false, label, className, children } = props;
  const { decision, reason } = useAccess(operation);
  const ownNoteId = useId();
  const noteId = props.noteId ?? ownNoteId;
  const disabled = decision === 'deny' || busy || idle;
  return (
    <span className="operation">
      <button
        type={onPress ? 'button' : 'submit'}
        className={className}
        aria-disabled={disabled}
        aria-busy={busy}
        aria-label={label}
        aria-describedby={decision === 'allow' ? undefined : noteId}
        title={reason === '' ? undefined : reason}
        data-operation={operation.name}
        onClick={(event) => {
          if (disabled) event.preventDefault();
          else onPress?.();
        }}
      >
        {children}
      </button>
      {props.noteId === undefined && <AccessNote operation={operation} id={ownNoteId} />}
    </span>
  );
}
