import { Module } from '@nestjs/common';
import { HoldsModule } from './holds.module.js';
import { QueueModule } from './queue.module.js';
import { TemplatesModule } from './templates.module.js';
import { CheckController } from '../entrypoints/gate/check.controller.js';
import { DeliveryLimitsJob } from '../entrypoints/gate/delivery-limits.job.js';
import { MessageChecksQuery } from '../entrypoints/gate/message-checks.query.js';
import { TemplateComposeQuery } from '../entrypoints/gate/template-compose.query.js';
import { CheckLeaving } from '../handlers/gate/check-leaving.step.js';
import { CheckManyHandler } from '../handlers/gate/check-many.handler.js';
import { CheckMessageHandler } from '../handlers/gate/check-message.handler.js';
import { ComposeCheckedHandler } from '../handlers/gate/compose-checked.handler.js';
import { ForgetDeliveryLimitsHandler } from '../handlers/gate/forget-delivery-limits.handler.js';
import { Gate } from '../handlers/gate/gate.step.js';
import { ReserveRoom } from '../handlers/gate/reserve-room.step.js';
import { BillingRepository } from '../persistence/gate/billing.repository.js';
import { DeliveryLimitsRepository } from '../persistence/gate/delivery-limits.repository.js';
import { RefusalsRepository } from '../persistence/gate/refusals.repository.js';
import { WindowsRepository } from '../persistence/gate/windows.repository.js';

/** The one decision before anything leaves: whether it may, why not, and what could go instead. */
@Module({
  imports: [HoldsModule, QueueModule, TemplatesModule],
  controllers: [CheckController, MessageChecksQuery, TemplateComposeQuery],
  providers: [
    DeliveryLimitsJob,
    CheckLeaving,
    CheckManyHandler,
    CheckMessageHandler,
    ComposeCheckedHandler,
    ForgetDeliveryLimitsHandler,
    Gate,
    ReserveRoom,
    BillingRepository,
    DeliveryLimitsRepository,
    RefusalsRepository,
    WindowsRepository,
  ],
  exports: [BillingRepository, CheckLeaving, DeliveryLimitsRepository, Gate, ReserveRoom, WindowsRepository],
})
export class GateModule {}
