import { useEffect, useId, useRef, type ReactNode } from 'react';

/** Asks before something that cannot be undone. The browser keeps the focus inside and gives it back after. */
export function ConfirmDialog({
  title,
  confirm,
  onConfirm,
  onClose,
  children,
}: {
  readonly title: string;
  /** What the button says that does it. */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={({ currentTarget }) => {
        if (currentTarget.returnValue === 'confirm') onConfirm();
        onClose();
      }}
    >
      <form method="dialog">
        <h2 id={titleId}>{title}</h2>
        <p>{children}</p>
        <div className="buttons">
          <button value="cancel" autoFocus>
            Cancel
          </button>
          <button value="confirm" className="danger">
            {confirm}
          </button>
        </div>
      </form>
    </dialog>
  );
}
