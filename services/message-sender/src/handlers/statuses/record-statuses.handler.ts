import { Injectable } from '@nestjs/common';
import type { EventOf, statusReceived } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { isId } from '#service-kit';
import { ErasedRepository } from '../../persistence/privacy/erased.repository.js';
import { MessagesRepository, type StoredMessage } from '../../persistence/queue/messages.repository.js';
import { statusKey, StatusLogRepository, type LoggedStatus } from '../../persistence/statuses/status-log.repository.js';
import { FoldStatuses } from './fold-statuses.step.js';

type Event = EventOf<typeof statusReceived>;

@Injectable()
export class RecordStatusesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly messages: MessagesRepository,
    private readonly erased: ErasedRepository,
    private readonly log: StatusLogRepository,
    private readonly statuses: FoldStatuses,
  ) {}

  /** Logs statuses of one tenant, each once, and brings the messages they are about further. */
  async execute(tenantId: string, events: readonly Event[]): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const reports = (await this.inbox.claimAll(tx, events)).map((event) => event.data);
      if (reports.length === 0) return;
      const ids = [...new Set(reports.flatMap(({ status }) => (isId(status.callbackData) ? [status.callbackData.toLowerCase()] : [])))];
      const messages = await this.#lock(tx, reports, ids);
      const unmatched = ids.filter((id) => !messages.some((message) => message.id === id));
      // Reports name the recipient: those about messages of a forgotten customer are not kept.
      const erased = unmatched.length > 0 ? await this.erased.among(tx, unmatched) : new Set<string>();
      const kept = reports.filter(({ status }) => !erased.has(status.callbackData?.toLowerCase() ?? ''));
      const statuses = kept.map((report) => toLog(report, messageOf(report, messages)));
      const logged = await this.log.append(tx, statuses);
      // The log keeps one of two equal statuses of a batch; the messages must too.
      const fresh = statuses.filter((status) => logged.delete(statusKey(status)));
      await this.statuses.apply(tx, messages, fresh);
    });
  }

  /** WhatsApp's own id is asked for only where ours did not come back, or is not of this outlet. */
  async #lock(tx: Transaction, reports: readonly Event['data'][], ids: readonly string[]): Promise<StoredMessage[]> {
    const messages = ids.length > 0 ? await this.messages.lock(tx, ids) : [];
    const wamids = reports.filter((report) => !messageOf(report, messages)).map(({ status }) => status.wamid);
    if (wamids.length === 0) return messages;
    const known = new Set(messages.map(({ id }) => id));
    return [...messages, ...(await this.messages.lockByWamid(tx, [...new Set(wamids)])).filter(({ id }) => !known.has(id))];
  }
}

/** By our id where it came back and belongs to this outlet, else by the wamid. A message that was sent elsewhere has neither. */
function messageOf({ outletId, status }: Event['data'], messages: readonly StoredMessage[]): StoredMessage | undefined {
  const own = messages.filter((message) => message.outletId === outletId);
  return own.find((message) => message.id === status.callbackData?.toLowerCase()) ?? own.find((message) => message.wamid === status.wamid);
}

const toLog = ({ outletId, status }: Event['data'], message: StoredMessage | undefined): LoggedStatus => ({
  wamid: status.wamid,
  status: status.status,
  participant: status.recipient.participantId ?? '',
  outletId,
  messageId: message?.id ?? null,
  timestamp: status.timestamp,
  recipient: { phone: status.recipient.phone, userId: status.recipient.userId },
  pricing: status.pricing ?? null,
  errors: status.errors,
});
