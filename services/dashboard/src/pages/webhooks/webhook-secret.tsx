import type { ReactNode } from 'react';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { Form, useForm } from '../../components/form';
import { DoneAction, Secret, ShownOnce } from '../../components/shown-once';
import '../../i18n/webhook-pages';
import { useWords } from '../../i18n/i18n';

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  text: string;
  form: (onMade: (secret: string) => void, close: () => void) => ReactNode;
}

/** A form that makes a secret, and the only place that ever shows it. */
export function WebhookSecret({ open, onClose, title, text, form }: Props) {
  const { t } = useWords();
  return (
    <ShownOnce<string>
      open={open}
      onClose={onClose}
      title={title}
      text={text}
      made={{ title: t('webhooks.secretTitle'), text: t('webhooks.secretText') }}
      leaving={{
        title: t('webhooks.leaveTitle'),
        text: t('webhooks.leaveText'),
        leave: t('webhooks.leave'),
        stay: t('webhooks.stay'),
      }}
      form={form}
      show={(secret, onKept, close) => (
        <div className="grid gap-4">
          <Secret text={secret} copy={t('webhooks.copySecret')} testId="webhook-secret" onKept={onKept} />
          <DoneAction onClose={close}>{t('webhooks.secretKept')}</DoneAction>
        </div>
      )}
    />
  );
}

/** Asks once more, since what was made before ends. */
export function AnotherSecret({
  make,
  onMade,
  onClose,
}: {
  make: () => Promise<{ secret: string }>;
  onMade: (secret: string) => void;
  onClose: () => void;
}) {
  const { t } = useWords();
  const form = useForm([], async () => onMade((await make()).secret));
  return (
    <Form state={form}>
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t('webhooks.rotate')}
        </Button>
      </DialogActions>
    </Form>
  );
}
