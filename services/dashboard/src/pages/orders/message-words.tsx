import { useId, useState } from 'react';
import type { Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { SelectField, TextArea, TextField } from '../../components/field';
import '../../i18n/template-pages';
import { ChooseTemplate, partsOfTemplate, type Template } from '../../templates/choose-template';
import { slotsOf } from '../../templates/template-text';
import { useMessageTexts } from './use-message-texts';

const KINDS = ['standard', 'text', 'template'] as const;
const HINTS = { standard: 'standardText', text: 'ownText', template: 'templateText' } as const;
type OwnTemplate = Schemas['OrderTemplateBody'];

/** What a message says, as it is edited: the other kinds are kept, so that whoever comes back to one finds it. */
export interface Words {
  kind: (typeof KINDS)[number];
  text: string;
  template: OwnTemplate | undefined;
}

/** As the API has them. @param standard what a text of one's own begins with */
export const toWords = (given: { text?: string; template?: OwnTemplate }, standard = ''): Words => ({
  kind: given.template ? 'template' : given.text === undefined ? 'standard' : 'text',
  text: given.text ?? standard,
  template: given.template,
});

/** What the API takes: nothing of our own text. */
export const fromWords = ({ kind, text, template }: Words): { text?: string; template?: OwnTemplate } => ({
  ...(kind === 'text' ? { text } : {}),
  ...(kind === 'template' && template ? { template } : {}),
});

export const isIncomplete = ({ kind, template }: Words): boolean => kind === 'template' && !template;

interface Props {
  words: Words;
  onWords: (words: Words) => void;
  /** Our own text, where it can be shown. */
  standard?: string;
  /** What a text can name; the first stands in the values of a template that is newly chosen. */
  placeholders: readonly [string, ...string[]];
  /** The WhatsApp account of the number that sends. */
  wabaId: string | undefined;
  fault: (field: string) => string | undefined;
  note?: string | undefined;
}

/** What a message says: our text, an own one, or a template with values. */
export function MessageWords({ words, onWords, standard, placeholders, wabaId, fault, note }: Props) {
  const m = useMessageTexts();
  const listId = useId();
  const [isUnfit, setUnfit] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const { kind, text, template } = words;
  const set = (part: Partial<Words>): void => onWords({ ...words, ...part });
  const choose = (chosen: Template): void => {
    const slots = slotsOf(partsOfTemplate(chosen));
    const isFit = slots.every(({ name }) => /^\d+$/.test(name));
    setUnfit(!isFit);
    if (isFit) set({ template: { name: chosen.name, language: chosen.language, parameters: slots.map(() => placeholders[0]) } });
    setChoosing(false);
  };
  return (
    <>
      <SelectField
        label={m('what')}
        hint={m(HINTS[kind])}
        value={kind}
        onValue={(value) => set({ kind: value as Words['kind'] })}
        options={KINDS.map((each) => [each, m(`kind.${each}`)] as const)}
      />
      {note && <p className="text-sm">{note}</p>}
      {kind === 'standard' && standard && <p className="rounded-lg bg-raised p-3 whitespace-pre-line">{standard}</p>}
      {kind === 'text' && (
        <>
          <TextArea label={m('own')} value={text} onValue={(now) => set({ text: now })} error={fault('text')} rows={5} maxLength={4_000} />
          <div className="flex flex-wrap items-center gap-1.5">
            <span className="text-sm text-muted">{m('insert')}</span>
            {placeholders.map((each) => (
              <Button key={each} variant="secondary" size="small" onClick={() => set({ text: `${text} ${each}` })}>
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
              onValue={(now) => set({ template: { ...template, parameters: template.parameters.with(at, now) } })}
              error={fault(`template.parameters.${at}`)}
              list={listId}
              maxLength={1_000}
              mono
            />
          ))}
          <datalist id={listId}>
            {placeholders.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </>
      )}
      <Dialog open={choosing} onClose={() => setChoosing(false)} title={m('chooseTemplate')} wide>
        <ChooseTemplate wabaId={wabaId} onChoose={choose} />
      </Dialog>
    </>
  );
}
