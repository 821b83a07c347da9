import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../i18n/i18n';
import { Button } from './button';

type Say = (text: string, kind?: 'good' | 'bad') => void;
const Context = createContext<Say>(() => undefined);

interface Note {
  id: number;
  text: string;
  kind: 'good' | 'bad';
}
const SHOWN_MS = 6_000;

/** Not Radix's: those take the Escape key from the dialog under them. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const [notes, setNotes] = useState<Note[]>([]);
  const last = useRef(0);
  const say = useCallback<Say>((text, kind = 'good') => {
    last.current += 1;
    const id = last.current;
    setNotes((present) => [...present.slice(-2), { id, text, kind }]);
  }, []);
  const close = useCallback((id: number) => setNotes((present) => present.filter((note) => note.id !== id)), []);
  return (
    <Context value={say}>
      {children}
      {/* There before anything is said, or it would not be read out. */}
      <section
        aria-label={t('toast.viewport')}
        aria-live="polite"
        data-toasts
        className="pointer-events-none fixed right-0 z-50 flex w-full flex-col gap-2 p-4 max-sm:top-16 sm:bottom-0 sm:max-w-sm"
      >
        {notes.map((note) => (
          <Toast key={note.id} note={note} onClose={close} />
        ))}
      </section>
    </Context>
  );
}

function Toast({ note: { id, text, kind }, onClose }: { note: Note; onClose: (id: number) => void }) {
  const { t } = useWords();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => onClose(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, id, onClose]);
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
      <p className="min-w-0 grow break-words">{text}</p>
      <Button variant="ghost" size="icon" aria-label={t('dialog.close')} onClick={() => onClose(id)}>
        <X aria-hidden />
      </Button>
    </div>
  );
}

export const useToast = (): Say => useContext(Context);
