import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { address, isMeant, type Contact } from './contact-facts';

/** Erases a customer for good: only who types the number of the one that is meant can go on. Ends at the receipt. */
export function EraseDialog({ open, onClose, contact }: { open: boolean; onClose: () => void; contact: Contact }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const tenantId = useTenantId();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const close = () => {
    setTyped('');
    onClose();
  };
  const form = useForm([], async () => {
    const { id } = await unwrap(api.POST('/api/v1/contacts/{id}/erasure', { params: { path: { id: contact.id } } }));
    await navigate(`/privacy/erasures/${id}`);
    queries.removeQueries({ queryKey: ['contacts', tenantId, contact.id] });
    await queries.invalidateQueries({ queryKey: ['contacts', tenantId, 'list'] });
  });
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('erase.title', { name: contact.name || t('contacts.unnamed') })}
      description={t('erase.text')}
    >
      <Form state={form}>
        <TextField
          label={t('erase.type', { address: address(contact) ?? contact.id })}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onValue={setTyped}
        />
        <DialogActions>
          <Button variant="secondary" onClick={close}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" variant="danger" busy={form.busy} disabled={!isMeant(contact, typed)}>
            {t('erase.confirm')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
