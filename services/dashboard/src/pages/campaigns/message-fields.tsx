import { useState } from 'react';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { SelectField, TextField } from '../../components/field';
import '../../i18n/template-pages';
import { ChooseTemplate, partsOfTemplate, type Template } from '../../templates/choose-template';
import { partOf, slotsOf } from '../../templates/template-text';
import { NEW_PARAMETER, type CampaignDraft, type ParameterDraft } from './campaign-draft';
import { useAttributes } from '../contacts/contact-attributes';
import { useCampaignTexts } from './use-campaign-texts';

type MessageDraft = Pick<CampaignDraft, 'templateId' | 'parameters'>;

interface Props {
  draft: MessageDraft;
  set: (part: Partial<MessageDraft>) => void;
  template: Template | undefined;
  wabaId: string | undefined;
  error: (field: string) => string | undefined;
  /** A drip knows more than a broadcast. */
  isDrip?: boolean;
}

const SOURCES = ['text', 'contact.name', 'contact.phone', 'contact.email', 'attribute'] as const;
const DRIP_SOURCES = [...SOURCES, 'enrolment.checkoutLink'] as const;

/** The names of the values that a campaign gives to a template. */
export const valuesOf = (template: Template | undefined): string[] =>
  template
    ? slotsOf(partsOfTemplate(template))
        .filter(({ kind }) => kind !== 'file')
        .map(({ name }) => name)
    : [];

/** An approved template, and where its values come from. */
export function MessageFields({ draft, set, template, wabaId, error, isDrip = false }: Props) {
  const text = useCampaignTexts();
  const attributes = useAttributes().data?.items ?? [];
  const [choosing, setChoosing] = useState(false);
  const names = valuesOf(template);
  const setParameter = (name: string, part: Partial<ParameterDraft>) =>
    set({ parameters: { ...draft.parameters, [name]: { ...NEW_PARAMETER, ...draft.parameters[name], ...part } } });
  return (
    <>
      {template && (
        <div className="rounded-lg border border-line p-3">
          <bdi className="font-medium break-all">{template.name}</bdi>
          <p className="mt-1 text-sm whitespace-pre-wrap text-muted">
            <bdi>{partOf(partsOfTemplate(template), 'BODY')?.text}</bdi>
          </p>
        </div>
      )}
      <div>
        <Button variant="secondary" disabled={!wabaId} onClick={() => setChoosing(true)}>
          {text(template ? 'otherTemplate' : 'chooseTemplate')}
        </Button>
        {error('message') && <p className="mt-1.5 text-sm font-medium text-bad">{error('message')}</p>}
      </div>
      {names.length > 0 && (
        <fieldset className="grid gap-4">
          <legend className="mb-2 text-sm font-medium">{text('fields')}</legend>
          {names.map((name) => {
            const parameter = draft.parameters[name] ?? NEW_PARAMETER;
            const shown = `{{${name}}}`;
            return (
              <div key={name} className="grid gap-3 sm:grid-cols-2">
                <SelectField
                  label={text('source', { name: shown })}
                  value={parameter.from}
                  onValue={(from) => setParameter(name, { from })}
                  options={(isDrip ? DRIP_SOURCES : SOURCES).map((source) => [source, text(`source.${source}`)] as const)}
                  error={error(`message.parameters.${name}`)}
                />
                {parameter.from === 'attribute' && (
                  <TextField
                    label={text('attribute', { name: shown })}
                    maxLength={100}
                    value={parameter.attribute}
                    onValue={(attribute) => setParameter(name, { attribute })}
                    list="campaign-attributes"
                  />
                )}
                <TextField
                  label={text(parameter.from === 'text' ? 'value' : 'fallback', { name: shown })}
                  optional={parameter.from !== 'text'}
                  maxLength={1_024}
                  value={parameter.value}
                  onValue={(value) => setParameter(name, { value })}
                />
              </div>
            );
          })}
        </fieldset>
      )}
      <datalist id="campaign-attributes">
        {attributes.map(({ key, name }) => (
          <option key={key} value={key} label={name} />
        ))}
      </datalist>
      <Dialog open={choosing} onClose={() => setChoosing(false)} title={text('chooseTemplate')} wide>
        <ChooseTemplate
          wabaId={wabaId}
          onChoose={({ id, parameters }) => {
            const known = Object.fromEntries(
              parameters.map(({ name, source, fallback, sample }) => [
                name,
                source?.startsWith('attributes.')
                  ? { from: 'attribute', attribute: source.slice('attributes.'.length), value: fallback ?? '' }
                  : { from: source ?? 'text', attribute: '', value: (source ? fallback : fallback || sample) ?? '' },
              ]),
            );
            set({ templateId: id, parameters: known });
            setChoosing(false);
          }}
        />
      </Dialog>
    </>
  );
}
