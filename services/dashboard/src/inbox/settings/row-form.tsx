import type { ReactNode } from 'react';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { Form, useForm, type FormState } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';

interface Props {
  fields: readonly string[];
  /** Whether the row is made now. */
  creates: boolean;
  send: () => Promise<unknown>;
  done: () => void;
  children: (error: FormState['error']) => ReactNode;
}

/** The frame of a form that adds or changes one row. */
export function RowForm({ fields, creates, send, done, children }: Props) {
  const { t } = useWords();
  const say = useToast();
  const form = useForm(fields, async () => {
    await send();
    say(({ t }) => t('inboxSettings.saved'));
    done();
  });
  return (
    <Form state={form}>
      {children(form.error)}
      <DialogActions>
        <Button variant="secondary" onClick={done}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={form.busy}>
          {t(creates ? 'form.create' : 'form.save')}
        </Button>
      </DialogActions>
    </Form>
  );
}
