import {
  MAX_WITHDRAWN,
  type campaignMessagesWithdrawn,
  type EventDefinition,
  type EventOf,
  type MessageRequest,
  type messageRequestSchema,
  type requestedMessageChanged,
  type Requester,
} from '#contracts';
import type { TenantDatabase, Transaction } from '#database';
import type { Inbox } from './inbox.js';
import type { Outbox } from './outbox.js';

type Changed = EventOf<typeof requestedMessageChanged>;

/** What became of a message, for whoever asked for it. */
export type MessageChange = Omit<Changed['data'], 'requester' | 'reference'> & {
  /** Of what it is a message. */
  id: string;
};

/** Takes changes of messages of one kind, in their order, in the transaction that marks them as seen. */
export type MessageListener = (tx: Transaction, changes: readonly MessageChange[]) => Promise<void>;

/**
 * How a service has messages sent: it asks in the transaction of its own change, and is told in one of its own what becomes of them. The gate
 * decides whether they leave, as for everybody.
 */
export class MessageRequests {
  readonly #listeners = new Map<string, MessageListener>();

  constructor(
    private readonly event: EventDefinition<string, typeof messageRequestSchema>,
    private readonly withdrawn: EventDefinition<string, (typeof campaignMessagesWithdrawn)['data']>,
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
  ) {}

  /** @param kind one word, e.g. `code` @throws for a kind that has one already */
  listen(kind: string, listener: MessageListener): void {
    if (this.#listeners.has(kind)) throw new Error(`there is a listener for messages of kind ${kind} already`);
    this.#listeners.set(kind, listener);
  }

  /** @param of of what it is a message: its kind, for which there is a listener, and its id */
  append(tx: Transaction, of: { kind: string; id: string }, request: Omit<MessageRequest, 'reference'>): void {
    // The event has the id of its message, by which it can be taken back before it has been read.
    this.outbox.append(tx, this.event, { ...request, reference: referenceOf(of) }, { id: request.messageId });
  }

  /** Takes messages of one number back: what has not left does not leave, and is told as `cancelled`; what has left stays as it is. */
  withdraw(tx: Transaction, outletId: string, messages: readonly { messageId: string; kind: string; id: string }[]): void {
    for (let from = 0; from < messages.length; from += MAX_WITHDRAWN) {
      const some = messages.slice(from, from + MAX_WITHDRAWN);
      this.outbox.append(tx, this.withdrawn, {
        outletId,
        messages: some.map(({ messageId, ...of }) => ({ messageId, reference: referenceOf(of) })),
      });
    }
  }

  /** @param events of one tenant; those of messages that others asked for cost nothing */
  async changed(events: readonly Changed[]): Promise<void> {
    const own = events.filter(({ data }) => data.requester === (this.event.producer as Requester));
    if (own.length === 0) return;
    await this.database.forTenant(own[0]!.tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, own);
      const kinds = Map.groupBy(fresh, ({ data }) => data.reference.slice(0, data.reference.indexOf(':')));
      for (const [kind, changes] of kinds) {
        await this.#listeners.get(kind)?.(
          tx,
          changes.map(({ data: { requester: _requester, reference, ...change } }) => ({ ...change, id: reference.slice(kind.length + 1) })),
        );
      }
    });
  }
}

/** How a message says of what it is. */
export const referenceOf = ({ kind, id }: { kind: string; id: string }): string => `${kind}:${id}`;
