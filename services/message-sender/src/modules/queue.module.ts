import { Module } from '@nestjs/common';
import { CONFIG, KeyRing } from '#service-kit';
import type { Config } from '../config.js';
import { AnnounceStatus } from '../handlers/queue/announce-status.step.js';
import { DispatchSignal } from '../handlers/queue/dispatch-signal.state.js';
import { TellRequester } from '../handlers/queue/tell-requester.step.js';
import { TellSubmitted } from '../handlers/queue/tell-submitted.step.js';
import { MessagesRepository } from '../persistence/queue/messages.repository.js';
import { PortfoliosRepository } from '../persistence/rates/portfolios.repository.js';
import { RatesRepository } from '../persistence/rates/rates.repository.js';
import { OutletsRepository } from '../persistence/queue/outlets.repository.js';

/** What sending, statuses, holds and files share: the queue of messages, the outlets they leave by, and the signal that something may leave. */
@Module({
  providers: [
    AnnounceStatus,
    DispatchSignal,
    MessagesRepository,
    OutletsRepository,
    PortfoliosRepository,
    RatesRepository,
    TellRequester,
    TellSubmitted,
    { provide: KeyRing, inject: [CONFIG], useFactory: (config: Config): KeyRing => new KeyRing(config.ENCRYPTION_KEYS) },
  ],
  exports: [
    AnnounceStatus,
    DispatchSignal,
    MessagesRepository,
    OutletsRepository,
    PortfoliosRepository,
    RatesRepository,
    TellRequester,
    TellSubmitted,
    KeyRing,
  ],
})
export class QueueModule {}
