import { Module } from '@nestjs/common';
import { RatesController } from '../entrypoints/rates/rates.controller.js';
import { ImportRateCardHandler } from '../handlers/rates/import-rate-card.handler.js';
import { ReadRatesHandler } from '../handlers/rates/read-rates.handler.js';
import { RateCardsRepository } from '../persistence/rates/rate-cards.repository.js';
import { AuditModule } from './audit.module.js';

/** What WhatsApp charges. */
@Module({
  imports: [AuditModule],
  controllers: [RatesController],
  providers: [ImportRateCardHandler, ReadRatesHandler, RateCardsRepository],
})
export class RatesModule {}
