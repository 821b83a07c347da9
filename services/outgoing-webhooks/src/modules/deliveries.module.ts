import { Module } from '@nestjs/common';
import { Receiver } from '../clients/deliveries/receiver.js';
import { DeliveriesController } from '../entrypoints/deliveries/deliveries.controller.js';
import { DispatchJob } from '../entrypoints/deliveries/dispatch.job.js';
import { DeliveriesHandler } from '../handlers/deliveries/deliveries.handler.js';
import { DeliveryWake } from '../handlers/deliveries/delivery-wake.state.js';
import { DispatchDeliveriesHandler } from '../handlers/deliveries/dispatch-deliveries.handler.js';
import { EnqueueDeliveries } from '../handlers/deliveries/enqueue-deliveries.step.js';
import { InHand } from '../handlers/deliveries/in-hand.state.js';
import { SendTestHandler } from '../handlers/deliveries/send-test.handler.js';
import { SettleAttempt } from '../handlers/deliveries/settle-attempt.step.js';
import { DeliveriesRepository } from '../persistence/deliveries/deliveries.repository.js';
import { EndpointsModule } from './endpoints.module.js';

/** What waits is delivered, tried again, logged and replayed. */
@Module({
  imports: [EndpointsModule],
  controllers: [DeliveriesController],
  providers: [
    DispatchJob,
    DispatchDeliveriesHandler,
    DeliveriesHandler,
    SendTestHandler,
    EnqueueDeliveries,
    SettleAttempt,
    DeliveryWake,
    InHand,
    Receiver,
    DeliveriesRepository,
  ],
  exports: [EnqueueDeliveries, DeliveriesRepository],
})
export class DeliveriesModule {}
