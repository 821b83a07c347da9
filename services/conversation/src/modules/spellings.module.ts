import { Module } from '@nestjs/common';
import { FindPhones } from '../handlers/spellings/find-phones.step.js';
import { SpellingsRepository } from '../persistence/spellings/spellings.repository.js';

/** Which spellings of a number lead to which WhatsApp account. Lower than all that looks for a customer by a number. */
@Module({
  providers: [FindPhones, SpellingsRepository],
  exports: [FindPhones, SpellingsRepository],
})
export class SpellingsModule {}
