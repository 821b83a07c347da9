import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Media } from '../../domain/media/media.js';
import { MediaRepository } from '../../persistence/media/media.repository.js';
import { LiveLog } from '../live/live-log.step.js';
import { FetchRequests } from './fetch-requests.step.js';

@Injectable()
export class RetryMediaHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly media: MediaRepository,
    private readonly requests: FetchRequests,
    private readonly live: LiveLog,
  ) {}

  /** Has a customer's file fetched again that could not be. One that is being fetched is only asked for once more. @throws {Problem} not_found, media_stored, media_expired */
  async execute(tenantId: string, id: string): Promise<Media> {
    return this.database.forTenant(tenantId, async (tx) => {
      const media = await this.media.lock(tx, id);
      if (!media) throw Problem.notFound('file');
      const { outletId, kind, graphId, expiresAt, declaredType, declaredSha256 } = media;
      if (media.status === 'stored' || !outletId || !kind || !graphId || !expiresAt) {
        throw new Problem(409, 'media_stored', 'The file is already stored.');
      }
      if (Date.parse(expiresAt) <= Date.now()) {
        throw new Problem(409, 'media_expired', `WhatsApp deleted the file at ${expiresAt}. Ask the customer to send it again.`);
      }
      this.requests.append(tx, { id, outletId, kind, graphId, declaredType, declaredSha256, expiresAt });
      if (media.status === 'pending') return media;
      await this.media.settle(tx, id, { status: 'pending' });
      const place = await this.media.placeOf(tx, id);
      if (place) this.live.append(tx, { outletId, conversationId: place.conversationId, kind: 'status', refId: place.messageId });
      return { ...media, status: 'pending', error: null };
    });
  }
}
