export type MediaStatus = 'pending' | 'stored' | 'failed' | 'expired';

export interface MediaError {
  code: string;
  detail: string;
}

/** A file as it stands beside its message. */
export interface MessageMedia {
  id: string;
  status: MediaStatus;
  contentType: string;
  filename: string | null;
  size: number | null;
  sha256: string | null;
  error: MediaError | null;
}

export interface Media extends MessageMedia {
  messageId: string | null;
  createdAt: string;
}

/** Types that a browser shows without running anything of them. Everything else is only handed out to be kept. */
const SHOWN_IN_PLACE = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'audio/aac',
  'audio/amr',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'video/mp4',
  'video/3gpp',
  'video/webm',
  'video/quicktime',
  'application/pdf',
];

/**
 * The headers under which a file goes to a browser. It may be anybody's: it is never a page of ours, whatever it is.
 *
 * A PDF gets no sandbox, in which Chrome refuses to show one; it runs in the browser's own viewer, not in our origin.
 */
export function servingHeaders(media: Pick<Media, 'contentType' | 'filename' | 'sha256'>): Record<string, string> {
  const isShown = SHOWN_IN_PLACE.includes(media.contentType);
  const isPdf = media.contentType === 'application/pdf';
  return {
    'content-type': isShown ? media.contentType : 'application/octet-stream',
    'content-disposition': disposition(isShown ? 'inline' : 'attachment', media.filename ?? `file${endingOf(media.contentType)}`),
    'content-security-policy': `default-src 'none'; frame-ancestors 'self'${isPdf ? '' : '; sandbox'}`,
    'x-content-type-options': 'nosniff',
    // The dashboard shows documents in a frame of its own page.
    'x-frame-options': 'SAMEORIGIN',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=300',
    'accept-ranges': 'bytes',
    ...(media.sha256 ? { etag: `"${media.sha256}"` } : {}),
  };
}

const endingOf = (contentType: string): string => {
  const ending = contentType.split('/').at(-1)!;
  return /^[a-z0-9]{2,5}$/.test(ending) ? `.${ending}` : '';
};

/** RFC 6266, with the name in both writings (RFC 8187). */
function disposition(kind: 'inline' | 'attachment', filename: string): string {
  const plain = filename.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const full = encodeURIComponent(filename.toWellFormed()).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${full}`;
}

export type RangeAsked = { start: number; end: number } | 'whole' | 'unsatisfiable';

/** One range of bytes (RFC 9110, 14.1.2). Several, or anything else, get the whole. */
export function readRange(header: string | undefined, sizeBytes: number): RangeAsked {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return 'whole';
  if (from === '') {
    const last = Number(to);
    return last === 0 || sizeBytes === 0 ? 'unsatisfiable' : { start: Math.max(0, sizeBytes - last), end: sizeBytes - 1 };
  }
  const start = Number(from);
  const end = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (start >= sizeBytes) return 'unsatisfiable';
  return end < start ? 'whole' : { start, end };
}

/** A file's own name, without folders and marks that a name cannot have. */
export function cleanFilename(given: string | undefined): string | undefined {
  const name = (given ?? '')
    .replace(/^.*[\\/]/, '')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .toWellFormed()
    .trim();
  if (name === '' || /^\.+$/.test(name)) return undefined;
  return [...name].slice(0, 240).join('');
}
