import { Injectable } from '@nestjs/common';
import { isDay, type MessageState, type SendClass } from '#contracts';
import { TenantDatabase } from '#database';
import { decodeCursor, encodeCursor, firstIdOf, idOfCursor, invalidCursor, isId, Problem, toPage, type Page } from '#service-kit';
import { otherSpelling } from '#whatsapp';
import type { MessageView } from '../../domain/queue/message-view.js';
import { readRecipient } from '../../domain/sending/submission.js';
import { ListedMessagesRepository, type MessageFilter, type Place } from '../../persistence/sending/listed-messages.repository.js';

export interface MessagesQuery {
  status?: MessageState;
  outletId?: string;
  class?: SendClass;
  /** A phone number, or a user id. */
  to?: string;
  /** Days, or times with their offset: created from the one on, and before the other. */
  from?: string;
  until?: string;
  scheduled?: string;
  limit: number;
  cursor?: string;
}

@Injectable()
export class ListMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: ListedMessagesRepository,
  ) {}

  /** The newest first; what waits for its time, the next first. @throws {Problem} invalid_cursor, validation_failed */
  async execute(tenantId: string, query: MessagesQuery): Promise<Page<MessageView>> {
    const { status, outletId, class: ofClass, limit, cursor } = query;
    const filter = {
      ...recipientOf(query.to),
      status,
      outletId,
      class: ofClass,
      fromId: boundOf('from', query.from),
      untilId: boundOf('until', query.until),
      limit: limit + 1,
    };
    if (query.scheduled === undefined && status !== 'scheduled') return this.#newest(tenantId, filter, idOfCursor(cursor));
    return status === undefined || status === 'scheduled'
      ? this.#scheduled(tenantId, filter, placeOfCursor(cursor))
      : { items: [], nextCursor: null };
  }

  async #newest(tenantId: string, filter: MessageFilter, before: string | undefined): Promise<Page<MessageView>> {
    const { rows, walkedTo } = await this.database.forTenant(tenantId, (tx) => this.messages.newest(tx, filter, before));
    const page = toPage(rows, filter.limit - 1, ({ id }) => [id]);
    return walkedTo ? { ...page, nextCursor: encodeCursor([walkedTo.id]) } : page;
  }

  async #scheduled(tenantId: string, filter: MessageFilter, after: Place | undefined): Promise<Page<MessageView>> {
    const { rows, walkedTo } = await this.database.forTenant(tenantId, (tx) => this.messages.scheduled(tx, filter, after));
    const page = toPage(rows, filter.limit - 1, ({ sendAt, id }) => [sendAt!, id]);
    return walkedTo ? { ...page, nextCursor: encodeCursor([walkedTo.dueAt!, walkedTo.id]) } : page;
  }
}

/** Whether there is such a time. Postgres has no year 0. */
const isTime = (text: string): boolean => !text.startsWith('0000') && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

function placeOfCursor(cursor: string | undefined): Place | undefined {
  const keys = decodeCursor(cursor, 2);
  if (!keys) return undefined;
  const [dueAt, id] = keys;
  if (typeof dueAt !== 'string' || !ISO_TIME.test(dueAt) || !isTime(dueAt) || !isId(id)) throw invalidCursor();
  return { dueAt, id };
}

function recipientOf(to: string | undefined): Pick<MessageFilter, 'phones' | 'userId'> {
  if (to === undefined) return {};
  const read = readRecipient(to);
  if ('advice' in read) throw Problem.invalid([{ field: 'to', message: read.advice }]);
  const { phone, userId } = read.recipient;
  return phone ? { phones: [phone, otherSpelling(phone)].filter((one) => one !== undefined) } : { userId };
}

const DAY_OR_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** The first id of a time; of a day in UTC. */
function boundOf(field: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (DAY_OR_TIME.test(text) && isTime(text)) return firstIdOf(new Date(text));
  throw Problem.invalid([{ field, message: `${field} must be a day, such as 2026-11-20, or a time with its offset` }]);
}
