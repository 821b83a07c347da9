import type { MediaType } from '../data/contract';

/** What WhatsApp shows as such, and up to which size; anything else goes as a document (Cloud API, media reference). */
const KINDS: readonly { type: MediaType; accepts: RegExp; mostBytes: number }[] = [
  { type: 'image', accepts: /^image\/(jpeg|png)$/, mostBytes: 5 * 1024 * 1024 },
  { type: 'video', accepts: /^video\/(mp4|3gpp)$/, mostBytes: 16 * 1024 * 1024 },
  { type: 'audio', accepts: /^audio\/(aac|mp4|mpeg|amr|ogg)$/, mostBytes: 16 * 1024 * 1024 },
];
const MAX_BYTES = 100 * 1024 * 1024;

/** How a file goes out: as what it is where WhatsApp shows it and it is small enough, else as a document; undefined where it is too large. */
export function mediaKindOf(file: { type: string; size: number }): MediaType | undefined {
  const kind = KINDS.find(({ accepts }) => accepts.test(file.type));
  if (kind && file.size <= kind.mostBytes) return kind.type;
  return file.size <= MAX_BYTES ? 'document' : undefined;
}
