import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { SelectField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { KeyDialog } from './key-dialog';

type ApiKey = Schemas['ApiKeyDto'];

/** For how many hours the present key goes on. */
const OVERLAPS = ['0', '1', '24', '168'] as const;

export function RotateKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useWords();
  return (
    <KeyDialog open onClose={onClose} title={t('keys.rotateTitle', { name: apiKey.name })} text={t('keys.rotateText')}>
      {(onCreated, close) => <RotateForm keyId={apiKey.id} onCreated={onCreated} onClose={close} />}
    </KeyDialog>
  );
}

interface FormProps {
  keyId: string;
  onCreated: (key: Schemas['CreatedApiKeyDto']) => void;
  onClose: () => void;
}

function RotateForm({ keyId, onCreated, onClose }: FormProps) {
  const { t } = useWords();
  const id = useTenantId();
  const queries = useQueryClient();
  const [overlap, setOverlap] = useState<string>('24');
  const form = useForm(['overlapHours'], async () => {
    const params = { path: { id, keyId } };
    onCreated(await unwrap(api.POST('/api/v1/tenants/{id}/api-keys/{keyId}/rotate', { params, body: { overlapHours: Number(overlap) } })));
    await queries.invalidateQueries({ queryKey: ['api-keys', id] });
  });
  return (
    <Form state={form}>
      <SelectField
        label={t('keys.overlap')}
        value={overlap}
        onValue={setOverlap}
        error={form.error('overlapHours')}
        options={OVERLAPS.map((hours) => [hours, t(`keys.overlap.${hours}`)])}
      />
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('keys.rotate')}
        </Button>
      </DialogActions>
    </Form>
  );
}
