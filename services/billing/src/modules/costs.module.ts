import { Module } from '@nestjs/common';
import { CostsController } from '../entrypoints/costs/costs.controller.js';
import { ReportConversationCostsHandler } from '../handlers/costs/report-conversation-costs.handler.js';
import { CountMessageCostsHandler } from '../handlers/costs/count-message-costs.handler.js';
import { CountModelCosts } from '../handlers/costs/count-model-costs.step.js';
import { ReportCostsHandler } from '../handlers/costs/report-costs.handler.js';
import { SumCosts } from '../handlers/costs/sum-costs.step.js';
import { CostsRepository } from '../persistence/costs/costs.repository.js';
import { PricesRepository } from '../persistence/costs/prices.repository.js';

/** What messages and answers cost. */
@Module({
  controllers: [CostsController],
  providers: [
    CountMessageCostsHandler,
    CountModelCosts,
    ReportCostsHandler,
    ReportConversationCostsHandler,
    SumCosts,
    CostsRepository,
    PricesRepository,
  ],
  exports: [CountMessageCostsHandler, CountModelCosts, SumCosts],
})
export class CostsModule {}
