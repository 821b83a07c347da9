import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { entities } from './persistence/entities.js';

export const service = defineService({
  name: 'outgoing-webhooks',
  summary: 'Tells a tenant’s own systems what happens, by signed webhooks: in order, again after failures, with a log.',
  tags: {
    Webhooks: 'Signed webhooks to your own systems: endpoints, the log of deliveries, and replays.',
  },
  config,
  module: AppModule,
  entities,
});
