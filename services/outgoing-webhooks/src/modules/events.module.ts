import { Module } from '@nestjs/common';
import { HappenedConsumer } from '../entrypoints/events/happened.consumer.js';
import { TakeEventsHandler } from '../handlers/events/take-events.handler.js';
import { DeliveriesModule } from './deliveries.module.js';
import { EndpointsModule } from './endpoints.module.js';
import { PrivacyModule } from './privacy.module.js';

/** What happens in the system, as a tenant's own systems are told of it. */
@Module({
  imports: [EndpointsModule, DeliveriesModule, PrivacyModule],
  controllers: [HappenedConsumer],
  providers: [TakeEventsHandler],
})
export class EventsModule {}
