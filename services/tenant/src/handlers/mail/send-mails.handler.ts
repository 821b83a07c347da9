import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Logger, type KeyRing } from '#service-kit';
import { Mailer } from '../../clients/mail/mailer.js';
import type { Mail } from '../../domain/mail/mail.js';
import { MailsRepository, type DueMail } from '../../persistence/mail/mails.repository.js';
import { MAIL_KEYS } from './mail-queue.step.js';

const BATCH = 10;
/** Longer than a batch takes at worst; otherwise a second process would send the same mails. */
const LEASE_MS = 10 * 60_000;
/** After the first failure; doubles after each further one. */
const BACKOFF_MS = 10_000;
/** About six hours, with the back-off. */
const MAX_ATTEMPTS = 12;

@Injectable()
export class SendMailsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly mails: MailsRepository,
    private readonly mailer: Mailer,
    @Inject(MAIL_KEYS) private readonly keys: KeyRing,
    private readonly logger: Logger,
  ) {}

  /** Sends due mails. A crash between sending and recording it sends that mail again. @returns whether more may be due */
  async execute(): Promise<boolean> {
    const due = await this.database.forSystem((tx) => this.mails.claim(tx, BATCH, LEASE_MS));
    for (const mail of due) await this.#send(mail);
    return due.length === BATCH;
  }

  /** Neither the log nor an error shows the content of a mail: its link is a secret. */
  async #send({ id, kind, sealed, attempts }: DueMail): Promise<void> {
    try {
      const way = await this.mailer.send(id, JSON.parse(this.keys.open(sealed, id)) as Mail);
      await this.database.forSystem((tx) => this.mails.markSent(tx, id));
      const said = way === 'smtp' ? 'mail sent' : 'mail written to DATA_DIR/mail; set SMTP_URL to have it sent';
      this.logger.info({ mailId: id, kind }, said);
    } catch (error) {
      const fields = { mailId: id, kind, attempts, code: (error as { code?: unknown }).code };
      const givenUp = attempts >= MAX_ATTEMPTS;
      await this.database.forSystem((tx) =>
        givenUp ? this.mails.giveUp(tx, id) : this.mails.tryAgain(tx, id, BACKOFF_MS * 2 ** (attempts - 1)),
      );
      if (givenUp) this.logger.error('a mail could not be sent and is given up', fields);
      else this.logger.warn('a mail could not be sent; it is tried again', fields);
    }
  }
}
