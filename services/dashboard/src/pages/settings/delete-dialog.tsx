import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { PasswordField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';

interface Props {
  open: boolean;
  onClose: () => void;
  name: string;
  days: number;
  changed: () => Promise<unknown>;
}

/** Only who types the name of the company, and knows their own password, can have it deleted. */
export function DeleteDialog({ open, onClose, name, days, changed }: Props) {
  const { t } = useWords();
  const say = useToast();
  const id = useTenantId();
  const [typed, setTyped] = useState('');
  const [password, setPassword] = useState('');
  const form = useForm(['name', 'password'], async () => {
    const body = { name: typed, ...(password ? { password } : {}) };
    await unwrap(api.POST('/api/v1/tenants/{id}/deletion', { params: { path: { id } }, body }));
    say(({ t }) => t('deletion.done'));
    close();
    await changed();
  });
  const close = () => {
    setTyped('');
    setPassword('');
    form.reset();
    onClose();
  };
  return (
    <Dialog open={open} onClose={close} title={t('deletion.dialog', { name })} description={t('deletion.dialogText', { days })}>
      <Form state={form}>
        <TextField
          label={t('deletion.type', { name })}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onValue={setTyped}
          error={form.error('name')}
        />
        <PasswordField
          label={t('deletion.password')}
          hint={t('deletion.passwordHint')}
          autoComplete="current-password"
          required={false}
          value={password}
          onValue={setPassword}
          error={form.error('password')}
        />
        <DialogActions>
          <Button variant="secondary" onClick={close}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" variant="danger" busy={form.busy} disabled={typed.trim().toLowerCase() !== name.trim().toLowerCase()}>
            {t('deletion.confirm', { days })}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
