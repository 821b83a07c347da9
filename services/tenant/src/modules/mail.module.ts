import { Module } from '@nestjs/common';
import { CONFIG, KeyRing } from '#service-kit';
import { Mailer } from '../clients/mail/mailer.js';
import type { Config } from '../config.js';
import { SendMailsJob } from '../entrypoints/mail/send-mails.job.js';
import { MAIL_KEYS, MailQueue } from '../handlers/mail/mail-queue.step.js';
import { SendMailsHandler } from '../handlers/mail/send-mails.handler.js';
import { MailsRepository } from '../persistence/mail/mails.repository.js';

@Module({
  providers: [
    SendMailsJob,
    SendMailsHandler,
    MailQueue,
    Mailer,
    MailsRepository,
    {
      provide: MAIL_KEYS,
      inject: [CONFIG],
      // What was sealed when mails had no keys of their own still opens.
      useFactory: (config: Config) => new KeyRing(`${config.MAIL_ENCRYPTION_KEYS},${config.ENCRYPTION_KEYS}`),
    },
  ],
  exports: [MailQueue, MailsRepository],
})
export class MailModule {}
