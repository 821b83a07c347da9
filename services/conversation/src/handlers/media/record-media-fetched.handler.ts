import { Injectable } from '@nestjs/common';
import type { EventOf, mediaFetched } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { ObjectStore } from '#object-store';
import { MediaRepository } from '../../persistence/media/media.repository.js';
import { LiveLog } from '../live/live-log.step.js';

/** What became of a customer's file stands beside its message. */
@Injectable()
export class RecordMediaFetchedHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly media: MediaRepository,
    private readonly store: ObjectStore,
    private readonly live: LiveLog,
  ) {}

  async execute(event: EventOf<typeof mediaFetched>): Promise<void> {
    await this.database.together(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      const { mediaId, outcome, ...rest } = event.data;
      if (!(await this.media.settle(tx, mediaId, { status: outcome, ...rest }))) {
        // Its message was erased while the file was on its way. The bytes go before this event is done with.
        if (outcome === 'stored' && !(await this.media.find(tx, mediaId)))
          await this.store.delete({ tenantId: event.tenantId, id: mediaId });
        return;
      }
      const place = await this.media.placeOf(tx, mediaId);
      if (!place) return;
      const { messageId: refId, conversationId, outletId } = place;
      this.live.append(tx, { outletId, conversationId, kind: 'status', refId });
    });
  }
}
