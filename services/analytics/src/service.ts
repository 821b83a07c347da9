import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { entities } from './persistence/entities.js';

export const service = defineService({
  name: 'analytics',
  summary: 'Figures: volumes, answers, handoffs, delivery, response times',
  tags: {
    Analytics: 'Figures by hour and day: volumes, answers, handoffs, delivery, response times.',
  },
  config,
  module: AppModule,
  entities,
});
