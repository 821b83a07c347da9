import { CircleAlert, FileText, Music, Video, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { toProblem } from '../../api/problem';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { idempotencyKey } from '../../api/client';
import type { MediaType } from '../data/contract';
import { mediaKindOf } from './media-kind';
import { inbox } from '../data/requests';

export interface Attachment {
  key: string;
  file: File;
  type: MediaType;
  /** An address within the page, to look at it before it is sent. */
  preview: string | undefined;
  /** 0 to 1 */
  progress: number;
  mediaId?: string;
  problem?: string;
  stop: AbortController;
}

/** Files that wait to be sent; each is uploaded as soon as it is added. */
export function useAttachments() {
  const { explain } = useWords();
  const say = useToast();
  const [items, setItems] = useState<readonly Attachment[]>([]);
  const present = useRef(items);
  present.current = items;
  useEffect(
    () => () => {
      for (const item of present.current) release(item);
    },
    [],
  );
  const change = (key: string, part: Partial<Attachment>) =>
    setItems((before) => before.map((item) => (item.key === key ? { ...item, ...part } : item)));

  const add = (files: Iterable<File>) => {
    for (const file of files) {
      const type = mediaKindOf(file);
      if (!type) {
        say(({ t }) => t('attach.tooLarge', { name: file.name }), 'bad');
        continue;
      }
      const item: Attachment = {
        key: idempotencyKey(),
        file,
        type,
        preview: type === 'image' ? URL.createObjectURL(file) : undefined,
        progress: 0,
        stop: new AbortController(),
      };
      setItems((before) => [...before, item]);
      inbox
        .uploadMedia(file, (progress) => change(item.key, { progress }), item.stop.signal)
        .then(
          ({ id }) => change(item.key, { mediaId: id, progress: 1 }),
          (error: unknown) => change(item.key, { problem: explain(toProblem(error)) }),
        );
    }
  };
  const remove = (key: string) => {
    const item = items.find((each) => each.key === key);
    if (item) release(item);
    setItems((before) => before.filter((each) => each.key !== key));
  };
  const clear = () => {
    for (const item of items) release(item);
    setItems([]);
  };
  return { items, add, remove, clear };
}

function release({ preview, stop, mediaId }: Attachment): void {
  if (mediaId === undefined) stop.abort();
  if (preview) URL.revokeObjectURL(preview);
}

export function AttachmentList({ items, onRemove }: { items: readonly Attachment[]; onRemove: (key: string) => void }) {
  const { t, bytes, percent } = useWords();
  if (items.length === 0) return null;
  return (
    <ul aria-label={t('attach.list')} className="flex gap-2 overflow-x-auto px-3 pt-2.5">
      {items.map(({ key, file, type, preview, progress, mediaId, problem }) => {
        const Icon = { image: FileText, sticker: FileText, document: FileText, video: Video, audio: Music }[type];
        return (
          <li key={key} className="relative flex w-52 shrink-0 items-center gap-2.5 rounded-lg border border-line bg-surface p-2 pr-8">
            {preview ? (
              <img src={preview} alt="" className="size-10 shrink-0 rounded object-cover" />
            ) : (
              <span className="grid size-10 shrink-0 place-items-center rounded bg-raised">
                <Icon className="size-5" aria-hidden />
              </span>
            )}
            <span className="min-w-0 grow text-sm">
              <span dir="auto" className="block truncate font-medium" title={file.name}>
                {file.name}
              </span>
              {problem ? (
                <span role="alert" className="flex items-center gap-1 text-bad" title={problem}>
                  <CircleAlert className="size-3.5 shrink-0" aria-hidden />
                  <span className="truncate">{problem}</span>
                </span>
              ) : mediaId ? (
                <span className="block text-muted">{bytes(file.size)}</span>
              ) : (
                <progress
                  className="h-1.5 w-full accent-brand"
                  max={1}
                  value={progress}
                  aria-label={t('knowledge.sending', { name: file.name })}
                >
                  {percent(progress)}
                </progress>
              )}
            </span>
            <button
              type="button"
              aria-label={t('attach.remove', { name: file.name })}
              className="absolute top-1 right-1 grid size-6 place-items-center rounded-full hover:bg-raised"
              onClick={() => onRemove(key)}
            >
              <X className="size-4" aria-hidden />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
