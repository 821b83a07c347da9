import { Injectable } from '@nestjs/common';
import { REQUESTERS, requestedMessageChanged, type EventOf, type Requester } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';

type Change = Omit<EventOf<typeof requestedMessageChanged>['data'], 'requester' | 'reference'>;

/** Tells the service that asked for a message what becomes of it. */
@Injectable()
export class TellRequester {
  constructor(private readonly outbox: Outbox) {}

  /** @param requestedBy as {@link requestedBy} makes it; of all other messages there is nobody to tell */
  append(tx: Transaction, requestedBy: string | null, change: Change, traceId?: string | null): void {
    const [, requester, reference] = requestedBy?.match(/^([^:]+):(.*)$/) ?? [];
    if (reference === undefined || !(REQUESTERS as readonly string[]).includes(requester!)) return;
    this.outbox.append(
      tx,
      requestedMessageChanged,
      { requester: requester as Requester, reference, ...change },
      traceId ? { traceId } : {},
    );
  }
}

/** How a message remembers who asked for it. */
export const requestedBy = (requester: string, reference: string): string => `${requester}:${reference}`;
