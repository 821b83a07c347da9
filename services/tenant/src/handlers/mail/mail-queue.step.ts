import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { Wake, type KeyRing } from '#service-kit';
import type { Mail } from '../../domain/mail/mail.js';
import { MailsRepository } from '../../persistence/mail/mails.repository.js';

/** The {@link KeyRing} that seals mails while they wait. */
export const MAIL_KEYS = Symbol('mail keys');

/** Takes a mail in the transaction of the change that it is about: it is sent only if that commits. */
@Injectable()
export class MailQueue {
  /** Woken after every commit that put a mail in. */
  readonly wake = new Wake();

  constructor(
    private readonly mails: MailsRepository,
    @Inject(MAIL_KEYS) private readonly keys: KeyRing,
  ) {}

  async put(tx: Transaction, mail: Mail): Promise<void> {
    const id = v7();
    await this.mails.insert(tx, { id, kind: mail.kind, sealed: this.keys.seal(JSON.stringify(mail), id) });
    tx.afterCommit(() => this.wake.wake());
  }
}
