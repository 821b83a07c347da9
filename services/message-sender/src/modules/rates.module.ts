import { Module } from '@nestjs/common';
import { GateModule } from './gate.module.js';
import { HoldsModule } from './holds.module.js';
import { QueueModule } from './queue.module.js';
import { MessageReceivedConsumer } from '../entrypoints/rates/message-received.consumer.js';
import { NumberHealthController } from '../entrypoints/rates/number-health.controller.js';
import { CheckBudget } from '../handlers/rates/check-budget.step.js';
import { CountArrivalsHandler } from '../handlers/rates/count-arrivals.handler.js';
import { NumberHealthHandler } from '../handlers/rates/number-health.handler.js';
import { PruneRatesHandler } from '../handlers/rates/prune-rates.handler.js';
import { NumberHealthRepository } from '../persistence/rates/number-health.repository.js';

/** How much of WhatsApp's rates a number uses, and how the number is. */
@Module({
  imports: [GateModule, HoldsModule, QueueModule],
  controllers: [MessageReceivedConsumer, NumberHealthController],
  providers: [CheckBudget, CountArrivalsHandler, NumberHealthHandler, NumberHealthRepository, PruneRatesHandler],
  exports: [CheckBudget, PruneRatesHandler],
})
export class RatesModule {}
