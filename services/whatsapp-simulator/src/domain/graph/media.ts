import { invalidParameter } from './graph-error.js';

/** Kinds of media, their types and largest sizes in bytes. Source: Meta, "Media: supported media types". */
const KINDS: Record<string, { types: string[]; maxBytes: number }> = {
  audio: { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], maxBytes: 16 * 1024 * 1024 },
  image: { types: ['image/jpeg', 'image/png'], maxBytes: 5 * 1024 * 1024 },
  sticker: { types: ['image/webp'], maxBytes: 500 * 1024 },
  video: { types: ['video/mp4', 'video/3gpp'], maxBytes: 16 * 1024 * 1024 },
  document: {
    types: [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.ms-excel',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
    maxBytes: 100 * 1024 * 1024,
  },
};

export const LARGEST_MEDIA_BYTES = 100 * 1024 * 1024;
/** A download address is valid for five minutes, a customer's file for seven days, an upload for thirty (Meta, "Media"). */
export const MEDIA_URL_MS = 5 * 60 * 1000;
export const INBOUND_MEDIA_MS = 7 * 24 * 60 * 60 * 1000;
export const UPLOADED_MEDIA_MS = 30 * 24 * 60 * 60 * 1000;

export interface Media {
  id: string;
  phoneNumberId: string;
  mimeType: string;
  filename?: string;
  /** Base64, as Meta gives it. */
  sha256: string;
  bytes: Buffer;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** The kind of message that may carry this media type; undefined when WhatsApp supports none. Ignores parameters (`; codecs=opus`). */
export function mediaKind(mimeType: string): string | undefined {
  const bare = mimeType.split(';')[0]!.trim().toLowerCase();
  return Object.keys(KINDS).find((kind) => KINDS[kind]!.types.includes(bare));
}

/** Throws GraphError 100 when a business may not upload this. */
export function checkUpload(mimeType: string, bytes: number): void {
  const kind = mediaKind(mimeType);
  if (!kind) {
    throw invalidParameter(
      `Param file must be a file with one of the following types: ${Object.values(KINDS)
        .flatMap((entry) => entry.types)
        .join(', ')}. Received file of type '${mimeType}'.`,
    );
  }
  if (bytes === 0) throw invalidParameter('Param file must not be empty.');
  if (bytes > KINDS[kind]!.maxBytes) {
    throw invalidParameter(`Param file of type '${mimeType}' must be at most ${KINDS[kind]!.maxBytes} bytes, got ${bytes}.`);
  }
}
