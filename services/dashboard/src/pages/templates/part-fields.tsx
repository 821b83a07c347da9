import { useState } from 'react';
import { toProblem } from '../../api/problem';
import { Field, SelectField, TextArea, TextField } from '../../components/field';
import { useWords } from '../../i18n/i18n';
import { inbox } from '../../inbox/data/requests';
import { LIMITS, type HeaderKind, type TemplateDraft } from '../../templates/template-draft';

export interface PartProps {
  draft: TemplateDraft;
  onChange: (part: Partial<TemplateDraft>) => void;
}

const HEADERS = ['none', 'text', 'image', 'video', 'document'] as const satisfies HeaderKind[];
const ACCEPTS: Partial<Record<HeaderKind, string>> = { image: 'image/jpeg,image/png', video: 'video/mp4', document: 'application/pdf' };

/** How much of a text is used up, counted as WhatsApp counts. */
export function useCount(): (text: string, most: number) => string {
  const { t, number } = useWords();
  return (text, most) => t('templates.counted', { count: number([...text].length), most: number(most) });
}

interface Sample {
  mediaId: string;
  fileName: string;
  /** Within the page; undefined of what is no picture. */
  picture: string | undefined;
}

/** The file that WhatsApp reviews. */
export function SampleField({
  kind,
  fileName,
  isThere,
  isKept,
  onSample,
}: {
  kind: HeaderKind;
  fileName: string | undefined;
  isThere: boolean;
  isKept: boolean;
  onSample: (sample: Sample) => void;
}) {
  const { t, explain } = useWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const upload = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const { id } = await inbox.uploadMedia(file, () => undefined, new AbortController().signal);
      onSample({ mediaId: id, fileName: file.name, picture: file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined });
    } catch (error) {
      setProblem(explain(toProblem(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Field
      label={t('templates.headerFile')}
      hint={fileName ?? t(isKept ? 'templates.headerKept' : 'templates.headerFileHint')}
      error={problem}
    >
      {(wiring) => (
        <input
          type="file"
          className="control py-2"
          accept={ACCEPTS[kind]}
          required={!isThere}
          disabled={busy}
          onChange={(event) => void upload(event.target.files?.[0])}
          {...wiring}
        />
      )}
    </Field>
  );
}

export function HeaderFields({ draft, onChange, onPicture }: PartProps & { onPicture: (address: string | undefined) => void }) {
  const { t } = useWords();
  const count = useCount();
  const { header } = draft;
  return (
    <>
      <SelectField
        label={t('templates.header')}
        options={HEADERS.map((kind) => [kind, t(`templates.header.${kind}`)] as const)}
        value={header.kind}
        onValue={(kind) => {
          onPicture(undefined);
          onChange({ header: { kind: kind as HeaderKind, text: '' } });
        }}
      />
      {header.kind === 'text' && (
        <TextField
          label={t('templates.headerText')}
          hint={count(header.text, LIMITS.headerText)}
          maxLength={LIMITS.headerText}
          value={header.text}
          onValue={(text) => onChange({ header: { kind: 'text', text } })}
        />
      )}
      {header.kind !== 'none' && header.kind !== 'text' && (
        <SampleField
          kind={header.kind}
          fileName={header.fileName}
          isThere={Boolean(header.kept ?? header.mediaId)}
          isKept={header.kept !== undefined}
          onSample={({ mediaId, fileName, picture }) => {
            onChange({ header: { kind: header.kind, text: '', mediaId, fileName } });
            onPicture(picture);
          }}
        />
      )}
    </>
  );
}

export function BodyFields({ draft, onChange }: PartProps) {
  const { t } = useWords();
  const count = useCount();
  return (
    <TextArea
      label={t('templates.body')}
      hint={`${t('templates.bodyHint')} ${count(draft.body, LIMITS.body)}`}
      rows={6}
      maxLength={LIMITS.body}
      value={draft.body}
      onValue={(body) => onChange({ body })}
    />
  );
}

export function FooterFields({ draft, onChange }: PartProps) {
  const { t } = useWords();
  const count = useCount();
  return (
    <TextField
      label={t('templates.footer')}
      hint={count(draft.footer, LIMITS.footer)}
      optional
      maxLength={LIMITS.footer}
      value={draft.footer}
      onValue={(footer) => onChange({ footer })}
    />
  );
}

/** Of one-time codes WhatsApp writes the text: this is all that can be said. */
export function CodeFields({ draft, onChange }: PartProps) {
  const { t } = useWords();
  return (
    <>
      <label className="flex items-center gap-2.5">
        <input
          type="checkbox"
          className="size-4.5"
          checked={draft.advice}
          onChange={(event) => onChange({ advice: event.target.checked })}
        />
        {t('templates.advice')}
      </label>
      <TextField
        label={t('templates.minutes')}
        optional
        type="number"
        min={1}
        max={90}
        value={draft.minutes}
        onValue={(minutes) => onChange({ minutes })}
      />
    </>
  );
}
