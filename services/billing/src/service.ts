import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { entities } from './persistence/entities.js';

export const service = defineService({
  name: 'billing',
  summary: 'Plans, quotas and usage',
  tags: {
    Billing: 'Plans, their limits, and what a tenant used.',
  },
  config,
  module: AppModule,
  entities,
});
