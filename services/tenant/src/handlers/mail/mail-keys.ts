import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, KeyRing } from '#service-kit';
import type { Config } from '../../config.js';

/** Seals mails that wait. What was sealed when mails had no keys of their own still opens. */
@Injectable()
export class MailKeys extends KeyRing {
  constructor(@Inject(CONFIG) config: Config) {
    super(`${config.MAIL_ENCRYPTION_KEYS},${config.ENCRYPTION_KEYS}`);
  }
}
