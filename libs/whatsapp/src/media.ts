/** The types of message that carry a file. */
export const MEDIA_KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

const KIB = 1024;
const MIB = 1024 * KIB;

/** Office files. What begins like a container alone may be any of them. */
const ZIPPED = [
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
];
const COMPOUND = ['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint'];

/**
 * What a business may send as what, and how large it may be. Source: Meta, "Media: supported media types" (2026-09); of stickers the
 * larger limit, that of animated ones.
 */
export const MEDIA_LIMITS: Record<MediaKind, { types: readonly string[]; maxBytes: number }> = {
  image: { types: ['image/jpeg', 'image/png'], maxBytes: 5 * MIB },
  sticker: { types: ['image/webp'], maxBytes: 500 * KIB },
  audio: { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], maxBytes: 16 * MIB },
  video: { types: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MIB },
  document: { types: ['text/plain', 'application/pdf', ...COMPOUND, ...ZIPPED], maxBytes: 100 * MIB },
};
export const LARGEST_MEDIA_BYTES = MEDIA_LIMITS.document.maxBytes;

/**
 * How large a customer's file of any kind may be: people send from their phones what a business may not. Source: Meta, error 131052, which
 * WhatsApp reports instead of a larger one.
 */
export const LARGEST_INBOUND_BYTES = 100 * MIB;

/** As many bytes at a file's beginning tell what it is. */
export const HEAD_BYTES = 64 * KIB;

/** The kind of message that may carry a file of this type; undefined when a business may send none such. */
export function mediaKindOf(contentType: string): MediaKind | undefined {
  return MEDIA_KINDS.find((kind) => MEDIA_LIMITS[kind].types.includes(contentType));
}

/** What is in a file that nobody can say more of. */
export const UNKNOWN_CONTENT = 'application/octet-stream';

/** Names under which the same content also goes. */
const SAME: Record<string, string> = {
  'audio/x-m4a': 'audio/mp4',
  'audio/opus': 'audio/ogg',
  'audio/vnd.dlna.adts': 'audio/aac',
  'application/ogg': 'audio/ogg',
  'video/3gpp2': 'video/3gpp',
  'video/x-m4v': 'video/mp4',
  'image/apng': 'image/png',
};

const bareType = (type: string | undefined): string => type?.split(';')[0]!.trim().toLowerCase() ?? '';

/**
 * The content type by what the bytes are. What somebody declared only decides between types that begin alike, and for text, which has
 * no mark: it never makes a page or a script of a file.
 *
 * @param head the first {@link HEAD_BYTES} of the file, or all of it
 * @param declared by whoever sent it
 */
export async function contentTypeOf(head: Uint8Array, declared: string | undefined): Promise<string> {
  // Loaded with the first file, so that a service at rest does without.
  const { fileTypeFromBuffer } = await import('file-type');
  const marked = bareType((await fileTypeFromBuffer(head).catch(() => undefined))?.mime);
  const claimed = SAME[bareType(declared)] ?? bareType(declared);
  const found = SAME[marked] ?? marked;
  if (found === 'application/zip' && ZIPPED.includes(claimed)) return claimed;
  if (found === 'application/x-cfb' && COMPOUND.includes(claimed)) return claimed;
  // A recording in the container of a film: what has no picture is said only by its sender.
  if (found === 'video/mp4' && claimed === 'audio/mp4') return claimed;
  if (found === 'video/3gpp' && claimed === 'audio/amr') return 'audio/mp4';
  if (found !== '') return found;
  return claimed === 'text/plain' && isText(head) ? claimed : UNKNOWN_CONTENT;
}

/** UTF-8 without control characters but for those of lines; a character may be cut at the end. */
function isText(head: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // eslint-disable-next-line no-control-regex
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);
  } catch {
    return false;
  }
}

/** Whether a customer's file of this type may be what its message says it is. Documents may be anything; they are never shown in place. */
export function fitsKind(kind: MediaKind, contentType: string): boolean {
  switch (kind) {
    case 'image':
    case 'sticker':
      return contentType.startsWith('image/') && contentType !== 'image/svg+xml';
    case 'audio':
      // Raw AAC has hardly a mark.
      return contentType.startsWith('audio/') || ['video/mp4', 'video/3gpp', UNKNOWN_CONTENT].includes(contentType);
    case 'video':
      return contentType.startsWith('video/');
    case 'document':
      return true;
  }
}

/** A SHA-256 as hex, whether it was given as that or, as webhooks do, in base64; undefined for anything else. */
export function sha256Hex(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (/^[0-9a-f]{64}$/i.test(given)) return given.toLowerCase();
  const bytes = Buffer.from(given, 'base64');
  return bytes.length === 32 ? bytes.toString('hex') : undefined;
}
