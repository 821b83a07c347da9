import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { Form, useForm } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { chosen, EndpointFields, FIELDS, type EndpointValues } from './endpoint-fields';

type Endpoint = Schemas['WebhookEndpointDto'];

interface Props {
  endpoint: Endpoint;
  onClose: () => void;
  changed: () => Promise<unknown>;
}

export function EditEndpoint({ endpoint, onClose, changed }: Props) {
  const { t } = useWords();
  const say = useToast();
  const [values, setValues] = useState<EndpointValues>(endpoint);
  const form = useForm(FIELDS, async () => {
    const body = { url: values.url.trim(), description: values.description.trim(), events: chosen(values) };
    await unwrap(api.PUT('/api/v1/webhook-endpoints/{id}', { params: { path: { id: endpoint.id } }, body }));
    say((words) => words.t('webhooks.saved'));
    await changed();
    onClose();
  });
  return (
    <Dialog open onClose={onClose} wide title={t('webhooks.editTitle')}>
      <Form state={form}>
        <EndpointFields values={values} onChange={setValues} form={form} />
        <DialogActions>
          <Button variant="secondary" onClick={onClose}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" busy={form.busy}>
            {t('webhooks.save')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
