import { useEffect, useRef, useState } from 'react';
import { toProblem } from '../../api/problem';
import { Field, SelectField } from '../../components/field';
import { useWords } from '../../i18n/i18n';
import { mediaKindOf } from '../../inbox/composer/media-kind';
import type { MediaType } from '../../inbox/data/contract';
import { inbox } from '../../inbox/data/requests';
import { typeOf } from '../../sending/message-draft';
import { useSendingTexts } from '../../sending/use-sending-texts';
import type { ContentProps } from './content-props';

/** The file, which is uploaded as soon as it is chosen, and what it is sent as. */
export function FileFields({ draft, onChange, error }: ContentProps) {
  const { percent, explain } = useWords();
  const s = useSendingTexts();
  const { file } = draft;
  const [loading, setLoading] = useState<{ name: string; progress: number }>();
  const [problem, setProblem] = useState<string>();
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const choose = async (chosen: File | undefined) => {
    stop.current?.abort();
    setProblem(undefined);
    setLoading(undefined);
    onChange({ file: undefined });
    if (!chosen) return;
    const shows = mediaKindOf(chosen);
    if (!shows) return setProblem(s('send.fileTooLarge'));
    const own = new AbortController();
    stop.current = own;
    setLoading({ name: chosen.name, progress: 0 });
    try {
      const { id } = await inbox.uploadMedia(chosen, (progress) => setLoading({ name: chosen.name, progress }), own.signal);
      const picture = shows === 'image' ? URL.createObjectURL(chosen) : undefined;
      onChange({ file: { mediaId: id, name: chosen.name, shows, as: shows, picture } });
    } catch (thrown) {
      if (own.signal.aborted) return;
      setProblem(explain(toProblem(thrown)));
    }
    if (!own.signal.aborted) setLoading(undefined);
  };
  return (
    <>
      <Field
        label={s('send.file')}
        hint={
          loading ? s('send.uploading', { name: loading.name, percent: percent(loading.progress) }) : (file?.name ?? s('send.fileHint'))
        }
        error={problem ?? error(typeOf(draft))}
      >
        {(wiring) => (
          <input
            type="file"
            className="control py-2"
            required={!file}
            onChange={(event) => void choose(event.target.files?.[0])}
            {...wiring}
          />
        )}
      </Field>
      {file && file.shows !== 'document' && (
        <SelectField
          label={s('send.sentAs')}
          value={file.as}
          onValue={(as) => onChange({ file: { ...file, as: as as MediaType } })}
          options={([file.shows, 'document'] as const).map((as) => [as, s(`send.as.${as}`)] as const)}
        />
      )}
    </>
  );
}
