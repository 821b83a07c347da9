import { useState } from 'react';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { Field } from '../../components/field';
import { useWords } from '../../i18n/i18n';
import type { DialogProps } from './dialog-props';
import type { Actions } from './use-actions';

/** The local time as an input of type datetime-local has it. */
const localTime = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

export function SnoozeDialog({ open, onClose, actions }: Pick<DialogProps, 'open' | 'onClose'> & { actions: Pick<Actions, 'run'> }) {
  const { t } = useWords();
  const [until, setUntil] = useState('');
  const isFuture = until !== '' && new Date(until).getTime() > Date.now();
  return (
    <Dialog open={open} onClose={onClose} title={t('action.snooze')} description={t('snooze.text')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isFuture) return;
          actions.run({ kind: 'snooze', until: new Date(until).toISOString() });
          onClose();
        }}
      >
        <Field label={t('snooze.until')}>
          {(wiring) => (
            <input
              {...wiring}
              type="datetime-local"
              className="control"
              required
              min={localTime(new Date())}
              value={until}
              onChange={(event) => setUntil(event.target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button variant="secondary" onClick={onClose}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" disabled={!isFuture}>
            {t('action.snooze')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
