import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { SelectField, TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import '../../i18n/template-pages';
import { ChooseTemplate, partsOfTemplate, type Template } from '../../templates/choose-template';
import { slotsOf } from '../../templates/template-text';
import { useMessageTexts } from './use-message-texts';

export type MessageSetting = Schemas['OrderMessageSettingDto'];
type Setting = Schemas['OrderMessageSettingBody'];
const KINDS = ['standard', 'text', 'template'] as const;
type Kind = (typeof KINDS)[number];
/** What a text can name. Source: `OrderMessageSettingBody.text` of the API. */
const PLACEHOLDERS = [
  '{{ customer.name }}',
  '{{ order.number }}',
  '{{ order.total }}',
  '{{ order.items }}',
  '{{ order.tracking_number }}',
  '{{ order.tracking_url }}',
];
const HINTS = { standard: 'standardText', text: 'ownText', template: 'templateText' } as const;

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
  const [kind, setKind] = useState<Kind>(given.template ? 'template' : given.text === undefined ? 'standard' : 'text');
  const [text, setText] = useState(given.text ?? given.standardText[own]);
  const [template, setTemplate] = useState(given.template);
  const [isUnfit, setUnfit] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [language, setLanguage] = useState<string>(own);
  const [shown, setShown] = useState<Schemas['OrderMessagePreviewDto']>();
  const what = { ...(kind === 'text' ? { text } : {}), ...(kind === 'template' && template ? { template } : {}) };
  const values = template?.parameters.map((_, at) => at) ?? [];
  const form = useForm(['types.0.text', 'types.0.template', ...values.map((at) => `types.0.template.parameters.${at}`)], () =>
    save({ type, enabled, ...what }),
  );
  const preview = useForm(['text', 'template', ...values.map((at) => `template.parameters.${at}`)], async () =>
    setShown(await unwrap(api.POST('/api/v1/commerce/message-previews', { body: { type, language, ...what } }))),
  );
  const fault = (field: string) => form.error(`types.0.${field}`) ?? preview.error(field);
  const choose = (chosen: Template): void => {
    const slots = slotsOf(partsOfTemplate(chosen));
    const isFit = slots.every(({ name }) => /^\d+$/.test(name));
    setUnfit(!isFit);
    if (isFit) setTemplate({ name: chosen.name, language: chosen.language, parameters: slots.map(() => '{{ order.number }}') });
    setChoosing(false);
  };
  const isIncomplete = kind === 'template' && !template;
  return (
    <Dialog open onClose={onClose} wide title={m('editOf', { name: m(`type.${type}`) })}>
      <Form state={form}>
        <SelectField
          label={m('what')}
          hint={m(HINTS[kind])}
          value={kind}
          onValue={(value) => setKind(value as Kind)}
          options={KINDS.map((each) => [each, m(`kind.${each}`)] as const)}
        />
        {type === 'awaiting_confirmation' && <p className="text-sm">{m('askText')}</p>}
        {kind === 'standard' && <p className="rounded-lg bg-raised p-3 whitespace-pre-line">{given.standardText[own]}</p>}
        {kind === 'text' && (
          <>
            <TextArea label={m('own')} value={text} onValue={setText} error={fault('text')} rows={5} maxLength={4_000} />
            <div className="flex flex-wrap items-center gap-1.5">
              <span className="text-sm text-muted">{m('insert')}</span>
              {PLACEHOLDERS.map((each) => (
                <Button key={each} variant="secondary" size="small" onClick={() => setText(`${text} ${each}`)}>
                  <code className="text-xs">{each}</code>
                </Button>
              ))}
            </div>
          </>
        )}
        {kind === 'template' && (
          <>
            {template && (
              <p className="font-medium break-all">
                {template.name} ({template.language})
              </p>
            )}
            {isUnfit && (
              <p role="alert" className="text-sm font-medium text-bad">
                {m('unfit')}
              </p>
            )}
            <div>
              <Button variant="secondary" disabled={!wabaId} onClick={() => setChoosing(true)}>
                {m(template ? 'otherTemplate' : 'chooseTemplate')}
              </Button>
            </div>
            {template?.parameters.map((value, at) => (
              <TextField
                key={at}
                label={m('value', { name: `{{${at + 1}}}` })}
                value={value}
                onValue={(now) => setTemplate({ ...template, parameters: template.parameters.with(at, now) })}
                error={fault(`template.parameters.${at}`)}
                list="order-placeholders"
                maxLength={1_000}
                mono
              />
            ))}
            <datalist id="order-placeholders">
              {PLACEHOLDERS.map((each) => (
                <option key={each} value={each} />
              ))}
            </datalist>
          </>
        )}
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
            <Button variant="secondary" busy={preview.busy} disabled={isIncomplete} onClick={() => preview.submit()}>
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
        {isIncomplete && <p className="text-sm text-muted">{m('needTemplate')}</p>}
        <DialogActions>
          <Button variant="secondary" onClick={onClose}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" busy={form.busy} disabled={isIncomplete}>
            {m('save')}
          </Button>
        </DialogActions>
      </Form>
      <Dialog open={choosing} onClose={() => setChoosing(false)} title={m('chooseTemplate')} wide>
        <ChooseTemplate wabaId={wabaId} onChoose={choose} />
      </Dialog>
    </Dialog>
  );
}
