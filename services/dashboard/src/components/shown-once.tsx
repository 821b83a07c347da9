import { useState, type ReactNode } from 'react';
import { Button } from './button';
import { CopyButton } from './copy-button';
import { Confirm, Dialog, DialogActions } from './dialog';

interface Props<Made> {
  open: boolean;
  onClose: () => void;
  /** Until it is made. */
  title: string;
  text: string;
  /** When it is made. */
  made: { title: string; text: string };
  /** Asked before it is lost. */
  leaving: { title: string; text: string; leave: string; stay: string };
  /** The form that makes it. */
  form: (onMade: (made: Made) => void, close: () => void) => ReactNode;
  show: (made: Made, onKept: () => void, close: () => void) => ReactNode;
}

/** A form, and then the secret that came of it, which is lost when the dialog closes: it asks first while nobody has copied the secret. */
export function ShownOnce<Made>({ open, onClose, title, text, made: told, leaving: asked, form, show }: Props<Made>) {
  const [made, setMade] = useState<Made>();
  const [kept, setKept] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const close = () => {
    onClose();
    setMade(undefined);
    setKept(false);
  };
  return (
    <Dialog
      open={open}
      onClose={made !== undefined && !kept ? () => setLeaving(true) : close}
      wide
      title={made === undefined ? title : told.title}
      description={made === undefined ? text : told.text}
    >
      {made === undefined ? form(setMade, close) : show(made, () => setKept(true), close)}
      <Confirm
        open={leaving}
        onClose={() => setLeaving(false)}
        title={asked.title}
        text={asked.text}
        action={asked.leave}
        cancel={asked.stay}
        run={async () => close()}
      />
    </Dialog>
  );
}

/** A secret to copy. @param testId for specs */
export function Secret({ text, copy, testId, onKept }: { text: string; copy: string; testId: string; onKept: () => void }) {
  return (
    <div className="grid gap-2">
      <code
        data-testid={testId}
        className="block rounded-lg border border-line bg-raised p-3.5 text-sm break-all select-all"
        onCopy={onKept}
      >
        {text}
      </code>
      <div>
        <CopyButton text={text} label={copy} onCopied={onKept} />
      </div>
    </div>
  );
}

export function DoneAction({ children, onClose }: { children: ReactNode; onClose: () => void }) {
  return (
    <DialogActions>
      <Button onClick={onClose}>{children}</Button>
    </DialogActions>
  );
}
