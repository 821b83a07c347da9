import { X } from 'lucide-react';
import { AlertDialog, Dialog as Radix } from 'radix-ui';
import { useRef, useState, type ReactNode } from 'react';
import { toProblem, type Problem } from '../api/problem';
import { useWords } from '../i18n/i18n';
import { Button } from './button';
import { cn } from './cn';
import { ProblemNote } from './problem-note';

const OVERLAY = 'fixed inset-0 z-40 bg-black/50 animate-appear';
const PANEL =
  'fixed z-50 card animate-rise max-h-[92dvh] overflow-y-auto p-5 shadow-xl max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-b-none sm:top-1/2 sm:left-1/2 sm:w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:p-6';

/** Radix gives the focus back to its own trigger, which these dialogs do not have: back to where it was, or to what is behind. */
function useFocusReturn() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const kept = before.current?.isConnected && before.current !== document.body;
      const back = kept ? before.current : (document.querySelector('[role=dialog] input') ?? document.querySelector('main h1'));
      if (back instanceof HTMLElement) back.focus();
    },
  };
}

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

export function Dialog({ open, onClose, title, description, wide, children }: Props) {
  const { t } = useWords();
  const focus = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content
          className={cn(PANEL, wide ? 'sm:max-w-2xl' : 'sm:max-w-md')}
          {...focus}
          onInteractOutside={(event) => {
            // Closing a toast is no wish to close the form.
            if (event.target instanceof Element && event.target.closest('[data-toasts]')) event.preventDefault();
          }}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <div>
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" aria-label={t('dialog.close')} className="-mt-1.5 -mr-2">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-2 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>;
}

interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  title: string;
  text: ReactNode;
  action: string;
  /** What the other button says; Cancel otherwise. */
  cancel?: string;
  danger?: boolean;
  run: () => Promise<void>;
}

/** Asks before what cannot be taken back; stays open with the reason where it failed. */
export function Confirm({ open, onClose, title, text, action, cancel, danger = true, run }: ConfirmProps) {
  const { t, explainField } = useWords();
  const focus = useFocusReturn();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const close = () => {
    setProblem(undefined);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await run();
      close();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && !busy && close()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={OVERLAY} />
        <AlertDialog.Content className={cn(PANEL, 'sm:max-w-md')} {...focus}>
          <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 mb-5 text-muted">{text}</AlertDialog.Description>
          {problem && (
            <div className="mb-4">
              <ProblemNote
                problem={problem}
                details={problem.errors.map((error) => explainField(error, false, problem))}
                goOn={() => confirm()}
              />
            </div>
          )}
          <DialogActions>
            <AlertDialog.Cancel asChild>
              <Button variant="secondary">{cancel ?? t('dialog.cancel')}</Button>
            </AlertDialog.Cancel>
            <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={() => void confirm()}>
              {action}
            </Button>
          </DialogActions>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
