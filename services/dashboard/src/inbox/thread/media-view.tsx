import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, FileText, ImageOff, LoaderCircle, Music, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import type { Media } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { inbox } from '../data/requests';
import { useTypeName } from '../type-name';

/** A link is asked for again well before it ends. */
const MARGIN_MS = 30_000;

/** A short-lived address of a file, asked for when the file is shown. */
function useLink(media: Media) {
  const { cache } = useInbox();
  return useQuery({
    queryKey: [...cache.keys.base, 'media', media.id],
    queryFn: () => inbox.mediaLink(media.id),
    enabled: media.status === 'stored',
    staleTime: ({ state }) => (state.data ? Math.max(0, Date.parse(state.data.expiresAt) - state.dataUpdatedAt - MARGIN_MS) : 0),
    refetchOnWindowFocus: false,
    gcTime: 60_000,
  });
}

export function MediaView({ media, type }: { media: Media; type: string }) {
  if (media.status === 'stored') return <Stored media={media} type={type} />;
  return <Absent media={media} type={type} />;
}

/** On its way, not to be had, or gone: and what can be done about it. */
function Absent({ media, type }: { media: Media; type: string }) {
  const { t } = useWords();
  const say = useToast();
  const typeName = useTypeName();
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      await inbox.retryMedia(media.id);
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex items-center gap-3 rounded-lg bg-ink/5 p-3">
      {media.status === 'pending' ? (
        <LoaderCircle className="size-5 shrink-0 animate-spin" aria-hidden />
      ) : (
        <ImageOff className="size-5 shrink-0" aria-hidden />
      )}
      <div className="min-w-0">
        <p className="font-medium break-words">{media.filename ?? typeName(type)}</p>
        <p className="text-sm">{t(`media.${media.status === 'stored' ? 'pending' : media.status}`)}</p>
        {media.status === 'failed' && media.error && <p className="text-sm text-muted">{media.error.detail}</p>}
        {media.status === 'failed' && (
          <Button variant="secondary" size="small" className="mt-2" busy={busy} onClick={() => void retry()}>
            <RotateCw aria-hidden />
            {t('media.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Stored({ media, type }: { media: Media; type: string }) {
  const { t, bytes } = useWords();
  const queries = useQueryClient();
  const { cache } = useInbox();
  const typeName = useTypeName();
  const link = useLink(media);
  const [broken, setBroken] = useState(false);
  const url = link.data?.url;
  const name = media.filename ?? typeName(type);
  const again = () => {
    setBroken(false);
    void queries.invalidateQueries({ queryKey: [...cache.keys.base, 'media', media.id] });
  };
  if (link.isError || broken) {
    return (
      <div className="flex items-center gap-3 rounded-lg bg-ink/5 p-3">
        <ImageOff className="size-5 shrink-0" aria-hidden />
        <div className="min-w-0">
          <p className="text-sm">{t('media.unreachable', { name })}</p>
          <Button variant="secondary" size="small" className="mt-2" onClick={again}>
            <RotateCw aria-hidden />
            {t('problem.retry')}
          </Button>
        </div>
      </div>
    );
  }
  if (type === 'image' || type === 'sticker') {
    return <Picture media={media} url={url} name={name} isSticker={type === 'sticker'} onBroken={() => setBroken(true)} />;
  }
  if (type === 'video') {
    return (
      <video
        controls
        preload="metadata"
        src={url}
        aria-label={name}
        className="aspect-video w-96 max-w-full rounded-lg bg-black"
        onError={() => url && setBroken(true)}
      />
    );
  }
  if (type === 'audio') {
    return (
      <div className="flex items-center gap-2">
        {!media.voice && <Music className="size-5 shrink-0" aria-hidden />}
        <audio
          controls
          preload="metadata"
          src={url}
          aria-label={media.voice ? t('media.voice') : name}
          className="h-10 w-64 max-w-full"
          onError={() => url && setBroken(true)}
        />
      </div>
    );
  }
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      download={media.filename}
      className="flex items-center gap-3 rounded-lg bg-ink/5 p-3 hover:bg-ink/10"
    >
      <FileText className="size-6 shrink-0" aria-hidden />
      <span className="min-w-0 grow">
        <span dir="auto" className="block font-medium break-words">
          {name}
        </span>
        <span className="text-sm">{[media.size !== undefined && bytes(media.size), media.contentType].filter(Boolean).join(' · ')}</span>
      </span>
      <Download className="size-5 shrink-0" aria-hidden />
    </a>
  );
}

/** Pictures that were shown once: come back to, they have their place at once. */
const shown = new Set<string>();

/** In its own shape, within bounds. Until it is there nobody knows its size, and a box keeps about the place that it will take. */
function Picture({
  media,
  url,
  name,
  isSticker,
  onBroken,
}: {
  media: Media;
  url: string | undefined;
  name: string;
  isSticker: boolean;
  onBroken: () => void;
}) {
  const { t } = useWords();
  const [isThere, setThere] = useState(() => shown.has(media.id));
  const box = isSticker ? 'size-32' : 'h-64 w-72';
  if (!url)
    return <span role="status" aria-label={t('loading')} className={`block max-w-full animate-shimmer rounded-lg bg-ink/10 ${box}`} />;
  return (
    <a href={url} target="_blank" rel="noreferrer" className="block w-fit max-w-full overflow-hidden rounded-lg">
      <img
        src={url}
        alt={media.caption ? t('media.imageOf', { caption: media.caption }) : name}
        className={
          isThere || isSticker ? `h-auto w-auto max-w-full ${isSticker ? 'max-h-32' : 'max-h-80 min-w-16'}` : `max-w-full bg-ink/5 ${box}`
        }
        onLoad={() => {
          shown.add(media.id);
          setThere(true);
        }}
        onError={onBroken}
      />
    </a>
  );
}
