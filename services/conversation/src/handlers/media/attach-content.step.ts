import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { v7 } from 'uuid';
import type { Attachment } from '../../domain/media/attachment.js';
import { MediaRepository, type CustomerFile } from '../../persistence/media/media.repository.js';
import { MessagesRepository } from '../../persistence/threads/messages.repository.js';
import { LiveLog } from '../live/live-log.step.js';
import { FetchRequests } from './fetch-requests.step.js';

export interface Attaching {
  messageId: string;
  conversationId: string;
  outletId: string;
  attachment?: Attachment;
}

/** What is told of it. */
export interface Attached {
  file?: CustomerFile;
  reactsTo?: string;
}

/** What customers' messages bring beside their words, in their own transaction: files to fetch, and reactions to other messages. */
@Injectable()
export class AttachContent {
  constructor(
    private readonly media: MediaRepository,
    private readonly messages: MessagesRepository,
    private readonly requests: FetchRequests,
    private readonly live: LiveLog,
  ) {}

  /** @returns by the ids of the messages */
  async execute(tx: Transaction, messages: readonly Attaching[]): Promise<Map<string, Attached>> {
    const files = messages.flatMap(({ messageId, outletId, attachment }) =>
      attachment?.file ? [{ id: v7(), messageId, outletId, ...attachment.file }] : [],
    );
    const reactions = messages.flatMap(({ messageId, conversationId, attachment }) =>
      attachment?.targetWamid ? [{ messageId, conversationId, wamid: attachment.targetWamid }] : [],
    );
    const [targets] = await Promise.all([
      reactions.length > 0 ? this.messages.targetsOf(tx, reactions) : new Map<string, string>(),
      files.length > 0 ? this.media.addCustomerFiles(tx, files) : undefined,
    ]);
    return new Map<string, Attached>([
      ...files.map((file) => [file.messageId, { file }] as const),
      ...[...targets].map(([messageId, reactsTo]) => [messageId, { reactsTo }] as const),
    ]);
  }

  tell(tx: Transaction, { outletId, conversationId }: Attaching, { file, reactsTo }: Attached): void {
    if (file) this.requests.append(tx, file);
    if (reactsTo) this.live.append(tx, { outletId, conversationId, kind: 'status', refId: reactsTo });
  }
}
