import { useState, type ReactNode } from 'react';
import { idempotencyKey } from '../../api/client';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { Form, useForm, type FormState } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';

interface Props<Body> {
  fields: readonly string[];
  /** Under the same key for every try of the same content. */
  send: (body: Body, key: string) => Promise<unknown>;
  body: Body;
  done: () => void;
  children: (error: FormState['error']) => ReactNode;
}

/** The frame of a form that adds or changes one row. */
export function RowForm<Body>({ fields, send, body, done, children }: Props<Body>) {
  const { t } = useWords();
  const say = useToast();
  // Another content is another deed.
  const content = JSON.stringify(body);
  const [key, setKey] = useState({ content, value: idempotencyKey() });
  if (key.content !== content) setKey({ content, value: idempotencyKey() });
  const form = useForm(fields, async () => {
    await send(body, key.value);
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
          {t('form.save')}
        </Button>
      </DialogActions>
    </Form>
  );
}
