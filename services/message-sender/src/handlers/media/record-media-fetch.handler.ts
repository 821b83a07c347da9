import { Injectable } from '@nestjs/common';
import type { EventOf, mediaFetchRequested } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { MediaFetchesRepository } from '../../persistence/media/media-fetches.repository.js';
import { MediaSignal } from './media-signal.state.js';

/** Puts a customer's file into the queue of those to be fetched. */
@Injectable()
export class RecordMediaFetchHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly fetches: MediaFetchesRepository,
    private readonly signal: MediaSignal,
  ) {}

  async execute(event: EventOf<typeof mediaFetchRequested>): Promise<void> {
    await this.database.together(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      const { mediaId, ...fetch } = event.data;
      await this.fetches.want(tx, { ...fetch, id: mediaId });
      tx.afterCommit(() => this.signal.wake());
    });
  }
}
