import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { readInboundMessage } from '#whatsapp';
import { v7 } from 'uuid';
import { cleanFilename } from '../../domain/media/media.js';
import { MediaRepository } from '../../persistence/media/media.repository.js';
import { MessagesRepository } from '../../persistence/messages.repository.js';
import { LiveLog } from '../live-log.js';
import { FetchRequests } from './fetch-requests.js';

/** How long WhatsApp keeps what a customer sent. Source: Meta, "Media", since 2025-10-09. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

/** What a customer's message brings beside its words, in its own transaction: a file to fetch, or a reaction to another message. */
@Injectable()
export class AttachContentHandler {
  constructor(
    private readonly media: MediaRepository,
    private readonly messages: MessagesRepository,
    private readonly requests: FetchRequests,
    private readonly live: LiveLog,
  ) {}

  /** @param raw the message as WhatsApp sent it, of whatever shape */
  async execute(
    tx: Transaction,
    raw: unknown,
    { messageId, outletId, conversationId, at }: { messageId: string; outletId: string; conversationId: string; at: string },
  ): Promise<void> {
    if (typeof raw !== 'object' || raw === null) return;
    const { media, reaction } = readInboundMessage(raw as Record<string, unknown>, '', {}, new Date(at));
    if (media) {
      const file = {
        id: v7(),
        messageId,
        outletId,
        kind: media.kind,
        graphId: media.id,
        contentType: media.mimeType?.split(';')[0]!.trim().toLowerCase() || 'application/octet-stream',
        declaredType: media.mimeType ?? null,
        declaredSha256: media.sha256 ?? null,
        filename: cleanFilename(media.filename) ?? null,
        expiresAt: new Date(Date.parse(at) + KEPT_MS).toISOString(),
      };
      await this.media.addCustomerFile(tx, file);
      this.requests.append(tx, file);
    }
    if (reaction) {
      const refId = await this.messages.idOf(tx, conversationId, reaction.targetWamid);
      if (refId) this.live.append(tx, { outletId, conversationId, kind: 'status', refId });
    }
  }
}
