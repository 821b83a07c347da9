import { Send } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { idempotencyKey, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { contentOf, EMPTY_DRAFT, fieldsOf, type Content, type MessageDraft } from '../../sending/message-draft';
import { MessagePreview } from '../../sending/message-preview';
import { sendMessage } from '../../sending/requests';
import { SEND_CLASSES } from '../../sending/status-badge';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { NOW, sendAtOf } from '../../sending/when';
import { partsOfTemplate, type Template } from '../../templates/choose-template';
import { useTemplateValues } from '../../templates/template-values';
import { useTemplate } from '../../templates/use-template';
import { ContentFields } from './content-fields';
import { KindChooser } from './kind-chooser';
import { addressee, isWhole, RecipientField, type Recipient } from './recipient-field';
import type { Sent } from './sent';
import { knownOf, TemplateFields, valueField } from './template-fields';
import { Verdict, type Alternative } from './verdict';
import { WhenFields } from './when-fields';

interface Props {
  outlets: readonly Schemas['OutletDto'][];
  /** What the link that led here says. */
  begin: { outletId: string | null; to: string | null; templateId: string | null };
  onSent: (sent: Sent) => void;
}

/** Whom, what, and what it will look like. */
export function SendForm({ outlets, begin, onSent }: Props) {
  const s = useSendingTexts();
  const [outletId, setOutletId] = useState(outlets.find(({ id }) => id === begin.outletId)?.id ?? outlets[0]!.id);
  const [recipient, setRecipient] = useState<Recipient>({ typed: begin.to ?? '', contact: undefined });
  const [draft, setDraft] = useState<MessageDraft>({ ...EMPTY_DRAFT, kind: begin.templateId ? 'template' : 'text' });
  const [templateId, setTemplateId] = useState(begin.templateId ?? '');
  const [sendClass, setClass] = useState<(typeof SEND_CLASSES)[number]>('reply');
  const [isPromotion, setPromotion] = useState(false);
  const [when, setWhen] = useState(NOW);
  const used = useRef({ body: '', key: '' });

  const outlet = outlets.find(({ id }) => id === outletId)!;
  const loaded = useTemplate(templateId);
  const isTemplate = draft.kind === 'template';
  // A link names a template alone: a number of its account sends it.
  const account = loaded.data?.wabaId;
  useEffect(() => {
    const ofAccount = outlets.filter(({ wabaId }) => wabaId === account);
    if (ofAccount.length > 0) setOutletId((present) => (ofAccount.some(({ id }) => id === present) ? present : ofAccount[0]!.id));
    // Once for each template: whoever chooses a number of another account afterwards gives the template up.
  }, [account, outlets]);
  // A template belongs to the account of its number.
  const template: Template | undefined = isTemplate && loaded.data?.wabaId === outlet.wabaId ? loaded.data : undefined;
  const values = useTemplateValues(template, knownOf(recipient.contact), false);
  const content: Content = isTemplate ? { type: 'template', template: values?.written ?? {} } : contentOf(draft);
  // A template says by its category what it is.
  const purpose = !isTemplate && isPromotion ? { purpose: 'marketing' as const } : {};
  const to = addressee(recipient);
  const sendAt = sendAtOf(when);

  const contentFields = isTemplate ? ['template', ...(values?.slots ?? []).map(({ name }) => valueField(name))] : fieldsOf(draft);
  const form = useForm(['outletId', 'to', 'class', 'sendAt', ...contentFields], async () => {
    const body: Schemas['SubmitMessageDto'] = {
      outletId,
      to,
      class: sendClass,
      ...purpose,
      ...content,
      ...(sendAt !== undefined && { sendAt }),
    };
    // The same message has the same key, so that a try whose answer was lost sends nothing twice.
    const json = JSON.stringify(body);
    if (used.current.body !== json) used.current = { body: json, key: idempotencyKey() };
    const { id, status, sendAt: leavesAt } = await sendMessage(body, used.current.key);
    onSent({ id, status, sendAt: leavesAt, to: recipient.contact?.name ?? to, outlet: outlet.name });
  });
  const change = (part: Partial<MessageDraft>) => setDraft((before) => ({ ...before, ...part }));
  const isBusy = values?.busy !== undefined;
  const asked =
    isWhole(to) && (!isTemplate || template)
      ? { outletId, to, type: content.type, ...purpose, ...(template && { templateId: template.id }) }
      : undefined;
  const takeAlternative = ({ type, templateId: instead }: Alternative) => {
    change({ kind: type === 'template' ? 'template' : 'text' });
    if (instead) setTemplateId(instead);
  };

  return (
    <Form state={form} className="grid grid-cols-1 gap-6 *:min-w-0 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
      <div className="grid gap-4">
        <div className="card grid gap-4 p-4 sm:p-5">
          <SelectField
            label={s('send.from')}
            value={outletId}
            onValue={setOutletId}
            error={form.error('outletId')}
            options={outlets.map(({ id, name, displayPhoneNumber }) => [id, `${name} (${displayPhoneNumber})`] as const)}
          />
          <RecipientField value={recipient} onValue={setRecipient} error={form.error('to')} />
        </div>
        <div className="card grid gap-4 p-4 sm:p-5">
          <KindChooser value={draft.kind} onValue={(kind) => change({ kind })} />
          {isTemplate ? (
            <TemplateFields wabaId={outlet.wabaId} values={values} onChoose={({ id }) => setTemplateId(id)} error={form.error} />
          ) : (
            <ContentFields key={draft.kind} draft={draft} onChange={change} error={form.error} />
          )}
        </div>
        <div className="card grid gap-4 p-4 sm:p-5">
          <WhenFields value={when} onValue={setWhen} error={form.error('sendAt')} />
          <details>
            <summary className="cursor-pointer text-sm font-medium">{s('send.more')}</summary>
            {!isTemplate && (
              <label className="mt-3 flex items-start gap-2.5">
                <input
                  type="checkbox"
                  className="mt-1 size-4 accent-brand"
                  checked={isPromotion}
                  onChange={(event) => setPromotion(event.target.checked)}
                />
                <span>
                  {s('send.promotion')}
                  <span className="block text-sm text-muted">{s('send.promotionText')}</span>
                </span>
              </label>
            )}
            <SelectField
              className="mt-3"
              label={s('send.class')}
              hint={s('send.classHint')}
              value={sendClass}
              onValue={(value) => setClass(SEND_CLASSES.find((each) => each === value) ?? 'reply')}
              error={form.error('class')}
              options={SEND_CLASSES.map((each) => [each, s(`class.${each}`)] as const)}
            />
          </details>
        </div>
      </div>
      <div className="grid gap-4 lg:sticky lg:top-20">
        <Card title={s('send.preview')}>
          <MessagePreview
            content={content}
            template={
              template && values ? { parts: partsOfTemplate(template), values: values.shown, cardPictures: values.cardPictures } : undefined
            }
            picture={isTemplate ? values?.files.header?.picture : draft.file?.picture}
            empty={s('send.nothingYet')}
          />
        </Card>
        <Verdict asked={asked} onAlternative={takeAlternative} />
        <Button type="submit" busy={form.busy || isBusy}>
          {!form.busy && <Send aria-hidden />}
          {s(when.kind === 'now' ? 'send.send' : 'send.schedule')}
        </Button>
      </div>
    </Form>
  );
}
