import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { Form, useForm } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { chosen, EndpointFields, FIELDS, NEW_ENDPOINT } from './endpoint-fields';
import { WebhookSecret } from './webhook-secret';

export function CreateEndpoint({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  return (
    <WebhookSecret
      open={open}
      onClose={onClose}
      title={t('webhooks.newTitle')}
      text={t('webhooks.newText')}
      form={(onMade, close) => <CreateForm onMade={onMade} onClose={close} />}
    />
  );
}

function CreateForm({ onMade, onClose }: { onMade: (secret: string) => void; onClose: () => void }) {
  const { t } = useWords();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [values, setValues] = useState(NEW_ENDPOINT);
  const form = useForm(FIELDS, async () => {
    const body = { url: values.url.trim(), description: values.description.trim(), events: chosen(values), enabled: true };
    const { secret } = await unwrap(api.POST('/api/v1/webhook-endpoints', { body }));
    onMade(secret);
    await queries.invalidateQueries({ queryKey: ['webhooks', tenantId] });
  });
  return (
    <Form state={form}>
      <EndpointFields values={values} onChange={setValues} form={form} />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('webhooks.create')}
        </Button>
      </DialogActions>
    </Form>
  );
}
