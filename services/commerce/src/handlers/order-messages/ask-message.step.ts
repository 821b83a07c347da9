import { Injectable } from '@nestjs/common';
import type { MessageRequest } from '#contracts';
import type { Transaction } from '#database';
import { MessageRequests } from '#messaging';
import type { OrderMessageStatus, TypeSettings } from '../../domain/order-messages/types.js';
import { MessageSettingsRepository } from '../../persistence/order-messages/message-settings.repository.js';
import { ToldMessagesRepository, type Told } from '../../persistence/order-messages/told-messages.repository.js';
import { Clock } from '../customers/clock.state.js';

/** What a customer is to be told. */
export interface NewMessage {
  /** Of the order or the invoice. */
  of: string;
  type: string;
  /** Of the message. */
  id: string;
  /** By what it is known when it would be told again. */
  once: string;
  to: string | null | undefined;
  /** @throws where the text is not right: that holds nothing else up */
  write: (settings: TypeSettings) => MessageRequest['message'];
}

export interface AskedMessage {
  id: string;
  status: OrderMessageStatus;
  code: string | null;
}

/** Asks for a message to a customer, in the transaction of what is told, and keeps that it was asked for. Whether it may leave is the gate's. */
@Injectable()
export class AskMessage {
  constructor(
    private readonly settings: MessageSettingsRepository,
    private readonly messages: ToldMessagesRepository,
    private readonly requests: MessageRequests,
    private readonly clock: Clock,
  ) {}

  /** @param told also the kind of the request, for whoever hears what becomes of it */
  async execute(tx: Transaction, told: Told, { of, type, id, once, to, write }: NewMessage): Promise<AskedMessage> {
    const settings = await this.settings.read(tx);
    const outletId = to ? await this.settings.outlet(tx, settings.outletId) : undefined;
    const { message, fault } = written(() => write(settings.types));
    const code = !to ? 'no_recipient' : !outletId ? 'no_outlet' : message ? null : 'text_failed';
    const detail = code === 'text_failed' ? fault : null;
    const status = code ? 'skipped' : 'requested';
    const at = this.clock.now().toISOString();
    const isNew = await this.messages.insert(tx, told, { id, of, type, once, status, code, detail, at });
    if (isNew && to && outletId && message) {
      this.requests.append(tx, { kind: told, id: of }, { messageId: id, outletId, to, class: 'reminder', purpose: 'utility', message });
    }
    return { id, status, code };
  }
}

function written(write: () => MessageRequest['message']): { message?: MessageRequest['message']; fault: string | null } {
  try {
    return { message: write(), fault: null };
  } catch (error) {
    return { fault: (error as Error).message.slice(0, 300) };
  }
}
