import { readInboundContent, type MediaKind } from '#whatsapp';
import { cleanFilename } from './media.js';

/** How long WhatsApp keeps what a customer sent. Source: Meta, "Media", since 2025-10-09. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

const CARRYING: ReadonlySet<unknown> = new Set(['image', 'video', 'audio', 'voice', 'document', 'sticker', 'reaction']);

/** What a customer's message brings beside its words: a file to fetch, or a reaction to another message. */
export interface Attachment {
  file?: {
    kind: MediaKind;
    graphId: string;
    contentType: string;
    declaredType: string | null;
    declaredSha256: string | null;
    filename: string | null;
    expiresAt: string;
  };
  targetWamid?: string;
}

/** @param raw the message as WhatsApp sent it, of whatever shape @param at when it was sent, ISO 8601 */
export function attachmentOf(raw: unknown, at: string): Attachment | undefined {
  // Nearly all messages are texts: they are not read a second time.
  if (typeof raw !== 'object' || raw === null || !CARRYING.has((raw as { type?: unknown }).type)) return undefined;
  const { media, reaction } = readInboundContent(raw as Record<string, unknown>);
  if (reaction) return { targetWamid: reaction.targetWamid };
  if (!media) return undefined;
  return {
    file: {
      kind: media.kind,
      graphId: media.id,
      contentType: media.mimeType?.split(';')[0]!.trim().toLowerCase() || 'application/octet-stream',
      declaredType: media.mimeType ?? null,
      declaredSha256: media.sha256 ?? null,
      filename: cleanFilename(media.filename) ?? null,
      expiresAt: new Date(Date.parse(at) + KEPT_MS).toISOString(),
    },
  };
}
