import { useState, type ReactNode } from 'react';
import { AudioIcon, FileIcon, ImageIcon } from './icons';

export function Media({ type, media }: { type: string; media: any }): ReactNode {
  const [broken, setBroken] = useState(false);
  const source: string | undefined = media?.id ? `simulator/media/${encodeURIComponent(media.id)}` : media?.link;
  const name: string = media?.filename ?? (source ? decodeURIComponent(source.split('/').at(-1)!.split('?')[0]!) : 'file');
  if (type === 'document' || !source) {
    const Icon = type === 'document' ? FileIcon : type === 'audio' ? AudioIcon : ImageIcon;
    const card = (
      <>
        <span className="file-badge">
          <Icon />
        </span>
        <span className="file-text">
          <span className="file-name">{type === 'document' || media?.filename ? name : type}</span>
          <span className="file-kind">{kindName(media?.mime_type, name)}</span>
        </span>
      </>
    );
    return source ? (
      <a className="file-card" href={source} target="_blank" rel="noreferrer noopener">
        {card}
      </a>
    ) : (
      <div className="file-card">{card}</div>
    );
  }
  if (broken) {
    return (
      <a className="file-card" href={source} target="_blank" rel="noreferrer noopener">
        <span className="file-badge">
          <ImageIcon />
        </span>
        <span className="file-text">
          <span className="file-name">{name}</span>
          <span className="file-kind">Cannot be shown here</span>
        </span>
      </a>
    );
  }
  if (type === 'audio')
    return <audio className="audio" controls preload="metadata" src={source} onError={() => setBroken(true)} aria-label="Voice message" />;
  if (type === 'video')
    return (
      <video
        className="picture"
        controls
        preload="metadata"
        src={source}
        onError={() => setBroken(true)}
        aria-label={media.caption ?? 'Video'}
      />
    );
  return (
    <a className={type === 'sticker' ? 'sticker' : 'picture-link'} href={source} target="_blank" rel="noreferrer noopener">
      <img
        className="picture"
        src={source}
        alt={media.caption || (type === 'sticker' ? 'Sticker' : 'Photo')}
        onError={() => setBroken(true)}
      />
    </a>
  );
}

function kindName(mimeType: string | undefined, name: string): string {
  const ending = /\.(\w{1,5})$/.exec(name)?.[1];
  return (ending ?? mimeType?.split('/').at(-1) ?? 'file').toUpperCase();
}
