import { useState } from 'react';
import { api, unwrap } from '../api/client';
import { Button } from '../components/button';
import { Dialog, DialogActions } from '../components/dialog';
import { SelectField, TextArea, TextField } from '../components/field';
import { Form, useForm } from '../components/form';
import { useToast } from '../components/toast';
import { useWords } from '../i18n/i18n';

interface Props {
  open: boolean;
  onClose: () => void;
  outlets: readonly { id: string; name: string }[];
  /** The list of holds is another now. */
  placed: () => void;
}

/** Holds the messages of a number, or all of them. */
export function PlaceHold({ open, onClose, ...rest }: Props) {
  const { t } = useWords();
  return (
    <Dialog open={open} onClose={onClose} title={t('holds.placeTitle')} description={t('holds.placeText')}>
      {open && <PlaceHoldForm onClose={onClose} {...rest} />}
    </Dialog>
  );
}

function PlaceHoldForm({ onClose, outlets, placed }: Omit<Props, 'open'>) {
  const { t } = useWords();
  const say = useToast();
  const [outletId, setOutletId] = useState('');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const form = useForm(['outletId', 'reason', 'until'], async () => {
    const body = {
      reason: reason.trim(),
      ...(outletId ? { outletId } : {}),
      // What the clock of the reader shows.
      ...(until ? { until: new Date(until).toISOString() } : {}),
    };
    await unwrap(api.POST('/api/v1/messages/holds', { body }));
    placed();
    say(({ t }) => t('holds.placed'));
    onClose();
  });
  return (
    <Form state={form}>
      <SelectField
        label={t('holds.what')}
        value={outletId}
        onValue={setOutletId}
        error={form.error('outletId')}
        options={[['', t('holds.app')], ...outlets.map(({ id, name }) => [id, t('holds.number', { name })] as const)]}
      />
      <TextArea label={t('column.reason')} maxLength={300} value={reason} onValue={setReason} error={form.error('reason')} />
      <TextField
        label={t('holds.until')}
        hint={t('holds.untilText')}
        optional
        type="datetime-local"
        value={until}
        onValue={setUntil}
        error={form.error('until')}
      />
      <DialogActions>
        <Button type="button" variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('holds.place')}
        </Button>
      </DialogActions>
    </Form>
  );
}
