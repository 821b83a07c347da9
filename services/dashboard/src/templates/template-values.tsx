import { useState } from 'react';
import { toProblem } from '../api/problem';
import { Field, TextField } from '../components/field';
import { useWords } from '../i18n/i18n';
import { inbox } from '../inbox/data/requests';
import { partsOfTemplate, type Template } from './choose-template';
import { partOf, slotsOf, wordsOf, type Slot } from './template-text';

type Parameter = Template['parameters'][number];

interface SampleFile {
  mediaId: string;
  name: string;
  picture?: string | undefined;
}

export interface TemplateValues {
  template: Template;
  slots: Slot[];
  typed: Readonly<Record<string, string>>;
  set: (name: string, value: string) => void;
  files: Readonly<Record<string, SampleFile>>;
  /** An address within the page of each card's picture. */
  cardPictures: readonly (string | undefined)[];
  upload: (name: string, file: File | undefined) => Promise<void>;
  /** The name of the file that is on its way. */
  busy: string | undefined;
  /** Why a file was not taken. */
  problem: string | undefined;
  /** What the preview shows: what is left empty comes from the contact, as the template says, or stands as its sample. */
  shown: Record<string, string>;
  /** What is sent as `template`. */
  written: Record<string, unknown>;
  /** The words as they will stand in the conversation. */
  words: string;
}

type Known = (source: string) => string | undefined;

interface State {
  /** The template that they are of: another one begins anew. */
  of: string;
  typed: Record<string, string>;
  files: Record<string, SampleFile>;
}

/**
 * The values that a send of a template gives.
 *
 * @param known what a source of the template says of this contact @param isFilled whether what is known stands in the fields at once
 */
export function useTemplateValues(template: Template, known: Known, isFilled: boolean): TemplateValues;
export function useTemplateValues(template: Template | undefined, known: Known, isFilled: boolean): TemplateValues | undefined;
export function useTemplateValues(template: Template | undefined, known: Known, isFilled: boolean): TemplateValues | undefined {
  const { explain } = useWords();
  const parts = template ? partsOfTemplate(template) : [];
  const slots = slotsOf(parts);
  const sourceOf = (name: string) => template?.parameters.find((parameter) => parameter.name === name);
  const fromContact = (name: string): string => {
    const source = sourceOf(name)?.source;
    return (source && known(source)) || '';
  };
  const begun = (): State => ({
    of: template?.id ?? '',
    typed: Object.fromEntries(slots.filter(({ kind }) => kind !== 'file').map(({ name }) => [name, isFilled ? fromContact(name) : ''])),
    files: {},
  });
  const [kept, setKept] = useState(begun);
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<string>();
  if (!template) return undefined;
  const present = (state: State): State => (state.of === template.id ? state : begun());
  const { typed, files } = present(kept);
  const shown = Object.fromEntries(
    slots.map(({ name }) => [name, typed[name] || fromContact(name) || sourceOf(name)?.sample || sourceOf(name)?.fallback || '']),
  );
  const upload = async (name: string, file: File | undefined) => {
    if (!file) return;
    setBusy(name);
    setProblem(undefined);
    try {
      const { id } = await inbox.uploadMedia(file, () => undefined, new AbortController().signal);
      const picture = file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined;
      setKept((before) => {
        const state = present(before);
        return { ...state, files: { ...state.files, [name]: { mediaId: id, name: file.name, picture } } };
      });
    } catch (error) {
      setProblem(explain(toProblem(error)));
    } finally {
      setBusy(undefined);
    }
  };
  const given = {
    ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== '')),
    ...Object.fromEntries(Object.entries(files).map(([name, { mediaId }]) => [name, { mediaId }])),
  };
  return {
    template,
    slots,
    typed,
    set: (name, value) =>
      setKept((before) => {
        const state = present(before);
        return { ...state, typed: { ...state.typed, [name]: value } };
      }),
    files,
    cardPictures: (partOf(parts, 'CAROUSEL')?.cards ?? []).map((_, index) => files[`card.${index}.header`]?.picture),
    upload,
    busy,
    problem,
    shown,
    written: { templateId: template.id, ...(Object.keys(given).length > 0 && { parameters: given }) },
    words: wordsOf(parts, shown),
  };
}

/** A field for each value that the template asks for. @param error what the server says of a value, by its name */
export function TemplateValueFields({ values, error }: { values: TemplateValues; error?: (name: string) => string | undefined }) {
  const { t } = useWords();
  const slotName = useSlotName();
  const otherwise = useOtherwise();
  const { template, slots, typed, set, files, upload, busy, problem } = values;
  const sourceOf = (name: string) => template.parameters.find((parameter) => parameter.name === name);
  return (
    <>
      {slots.length === 0 && <p className="text-sm text-muted">{t('template.asItIs')}</p>}
      {slots.map((slot) =>
        slot.kind === 'file' ? (
          <Field key={slot.name} label={slotName(slot)} hint={files[slot.name]?.name} error={problem ?? error?.(slot.name)}>
            {(wiring) => (
              <input
                type="file"
                className="control py-2"
                accept={slot.file === 'document' ? undefined : `${slot.file}/*`}
                required={!files[slot.name]}
                disabled={busy === slot.name}
                onChange={(event) => void upload(slot.name, event.target.files?.[0])}
                {...wiring}
              />
            )}
          </Field>
        ) : (
          <TextField
            key={slot.name}
            label={slotName(slot)}
            hint={otherwise(sourceOf(slot.name))}
            error={error?.(slot.name)}
            optional={Boolean(sourceOf(slot.name)?.fallback || sourceOf(slot.name)?.source)}
            maxLength={1024}
            value={typed[slot.name] ?? ''}
            onValue={(value) => set(slot.name, value)}
          />
        ),
      )}
    </>
  );
}

/** What becomes of a value that is left empty. */
function useOtherwise(): (parameter: Parameter | undefined) => string | undefined {
  const { t } = useWords();
  return (parameter) => {
    const { source, fallback = '' } = parameter ?? {};
    if (source) return fallback ? t('template.fromContactElse', { fallback }) : t('template.fromContact');
    return fallback ? t('template.fallback', { fallback }) : undefined;
  };
}

/** What a value is called beside its field. */
function useSlotName(): (slot: Slot) => string {
  const { t } = useWords();
  return ({ name, kind }) => {
    const card = /^card\.(\d+)\.(.+)$/.exec(name);
    const own = card?.[2] ?? name;
    const text =
      kind === 'file'
        ? t('template.file')
        : own === 'header'
          ? t('template.header')
          : kind === 'link'
            ? t('template.link')
            : kind === 'code'
              ? t('template.code')
              : t('template.value', { name: own });
    return card ? t('template.ofCard', { number: String(Number(card[1]) + 1), name: text }) : text;
  };
}
