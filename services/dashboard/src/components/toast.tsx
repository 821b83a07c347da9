import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { useWords, type Words } from '../i18n/i18n';
import { Button } from './button';

/** Said by words and not in them, so that it is right after a change of the language. */
type Text = (words: Words) => string;
/** What can still be done about what was said. */
interface ToastAction {
  label: Text;
  run: () => void;
}
type Say = (text: Text, kind?: 'good' | 'bad', action?: ToastAction) => void;
const Context = createContext<Say>(() => undefined);

interface Note {
  id: number;
  text: Text;
  kind: 'good' | 'bad';
  action?: ToastAction | undefined;
}
const SHOWN_MS = 4_000;
/** Somebody has to read it, and to decide. */
const SHOWN_WITH_ACTION_MS = 10_000;
const MOST = 2;

/** Not Radix's: those take the Escape key from the dialog under them. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const [notes, setNotes] = useState<Note[]>([]);
  const last = useRef(0);
  const say = useCallback<Say>((text, kind = 'good', action) => {
    last.current += 1;
    const id = last.current;
    setNotes((present) => [...present.slice(1 - MOST), { id, text, kind, action }]);
  }, []);
  const close = useCallback((id: number) => setNotes((present) => present.filter((note) => note.id !== id)), []);
  return (
    <Context value={say}>
      {children}
      {/* There before anything is said, or it would not be read out. Below the heads of page and thread, far from the composer and from
          the buttons of dialogs, which are at their end: over nothing that is pressed next. */}
      <section
        aria-label={t('toast.viewport')}
        aria-live="polite"
        data-toasts
        className="pointer-events-none fixed inset-x-0 z-50 mx-auto flex w-full max-w-sm flex-col gap-2 px-4 top-34 lg:left-64"
      >
        {notes.map((note) => (
          <Toast key={note.id} note={note} onClose={close} />
        ))}
      </section>
    </Context>
  );
}

function Toast({ note: { id, text, kind, action }, onClose }: { note: Note; onClose: (id: number) => void }) {
  const words = useWords();
  const { t } = words;
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => onClose(id), action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, id, action, onClose]);
  return (
    <div
      role={kind === 'bad' ? 'alert' : undefined}
      className="card pointer-events-auto flex animate-rise items-center gap-3 p-3 pl-4 shadow-lg"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {kind === 'good' ? (
        <CircleCheck className="size-5 shrink-0 text-good" aria-hidden />
      ) : (
        <CircleAlert className="size-5 shrink-0 text-bad" aria-hidden />
      )}
      <p className="min-w-0 grow break-words">{text(words)}</p>
      {action && (
        <Button
          variant="secondary"
          size="small"
          onClick={() => {
            onClose(id);
            action.run();
          }}
        >
          {action.label(words)}
        </Button>
      )}
      <Button variant="ghost" size="icon" aria-label={t('dialog.close')} onClick={() => onClose(id)}>
        <X aria-hidden />
      </Button>
    </div>
  );
}

export const useToast = (): Say => useContext(Context);
