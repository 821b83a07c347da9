import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { SelectField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import { fromWords, isIncomplete, MessageWords, toWords } from './message-words';
import { useMessageTexts } from './use-message-texts';

export type MessageSetting = Schemas['OrderMessageSettingDto'];
type Setting = Schemas['OrderMessageSettingBody'];
/** What a text can name. Source: `OrderMessageSettingBody.text` of the API. */
const PLACEHOLDERS = [
  '{{ order.number }}',
  '{{ customer.name }}',
  '{{ order.total }}',
  '{{ order.items }}',
  '{{ order.tracking_number }}',
  '{{ order.tracking_url }}',
] as const;

interface Props {
  setting: MessageSetting;
  /** The WhatsApp account of the number that sends. */
  wabaId: string | undefined;
  onClose: () => void;
  save: (setting: Setting) => Promise<void>;
}

/** What is said at one step: our text, an own one, or a template with values. */
export function EditMessage({ setting: { type, enabled, ...given }, wabaId, onClose, save }: Props) {
  const { t, language: own } = useWords();
  const m = useMessageTexts();
  const standard = given.standardText[own];
  const [words, setWords] = useState(() => toWords(given, standard));
  const [language, setLanguage] = useState<string>(own);
  const [shown, setShown] = useState<Schemas['OrderMessagePreviewDto']>();
  const what = fromWords(words);
  const values = words.template?.parameters.map((_, at) => at) ?? [];
  const form = useForm(['types.0.text', 'types.0.template', ...values.map((at) => `types.0.template.parameters.${at}`)], () =>
    save({ type, enabled, ...what }),
  );
  const preview = useForm(['text', 'template', ...values.map((at) => `template.parameters.${at}`)], async () =>
    setShown(await unwrap(api.POST('/api/v1/commerce/message-previews', { body: { type, language, ...what } }))),
  );
  const fault = (field: string) => form.error(`types.0.${field}`) ?? preview.error(field);
  const isUnfinished = isIncomplete(words);
  return (
    <Dialog open onClose={onClose} wide title={m('editOf', { name: m(`type.${type}`) })}>
      <Form state={form}>
        <MessageWords
          words={words}
          onWords={setWords}
          standard={standard}
          placeholders={PLACEHOLDERS}
          wabaId={wabaId}
          fault={fault}
          note={type === 'awaiting_confirmation' ? m('askText') : undefined}
        />
        <fieldset className="grid gap-3 rounded-lg border border-line p-3">
          <legend className="px-1 text-sm text-muted">{m('previewText')}</legend>
          <div className="flex flex-wrap items-end gap-3">
            <SelectField
              label={m('previewIn')}
              value={language}
              onValue={setLanguage}
              options={[
                ['en', m('english')],
                ['es', m('spanish')],
              ]}
            />
            <Button variant="secondary" busy={preview.busy} disabled={isUnfinished} onClick={() => preview.submit()}>
              {m('preview')}
            </Button>
          </div>
          <div aria-live="polite">
            {shown && (
              <p className="w-fit max-w-full rounded-lg bg-brand-soft p-3 break-words whitespace-pre-line" data-testid="message-preview">
                {shown.text ?? shown.parameters?.map((value, at) => `{{${at + 1}}}: ${value}`).join('\n')}
              </p>
            )}
          </div>
        </fieldset>
        {isUnfinished && <p className="text-sm text-muted">{m('needTemplate')}</p>}
        <DialogActions>
          <Button variant="secondary" onClick={onClose}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" busy={form.busy} disabled={isUnfinished}>
            {m('save')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
