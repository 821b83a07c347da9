import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** For an input of the browser's own time zone, to the minute. */
function localTime(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * MINUTE_MS;
  return new Date(at - offset).toISOString().slice(0, 16);
}

interface Props {
  endpointId: string;
  onClose: () => void;
  changed: () => Promise<unknown>;
}

/** Everything of a time is delivered once more. */
export function ReplayRange({ endpointId, onClose, changed }: Props) {
  const { t } = useWords();
  const say = useToast();
  const [from, setFrom] = useState(() => localTime(Date.now() - DAY_MS));
  const [to, setTo] = useState(() => localTime(Date.now() + MINUTE_MS));
  const [status, setStatus] = useState<string>('failed');
  const form = useForm(['from', 'to', 'status'], async () => {
    const body = {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      status: status === 'delivered' ? ('delivered' as const) : ('failed' as const),
    };
    const { replayed, hasMore } = await unwrap(
      api.POST('/api/v1/webhook-endpoints/{id}/replay', { params: { path: { id: endpointId } }, body }),
    );
    say((words) => words.t(hasMore ? 'webhooks.replayedMore' : 'webhooks.replayedMany', { count: words.number(replayed) }));
    await changed();
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('webhooks.replayMany')} description={t('webhooks.replayText')}>
      <Form state={form}>
        <TextField label={t('webhooks.from')} type="datetime-local" value={from} onValue={setFrom} error={form.error('from')} />
        <TextField label={t('webhooks.to')} type="datetime-local" value={to} onValue={setTo} error={form.error('to')} />
        <SelectField
          label={t('webhooks.replayWhich')}
          value={status}
          onValue={setStatus}
          error={form.error('status')}
          options={[
            ['failed', t('webhooks.tab.failed')],
            ['delivered', t('webhooks.tab.delivered')],
          ]}
        />
        <DialogActions>
          <Button variant="secondary" onClick={onClose}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" busy={form.busy}>
            {t('webhooks.replay')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
