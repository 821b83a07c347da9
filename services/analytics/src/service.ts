import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';

export const service = defineService({
  name: 'analytics',
  summary: 'What happened: volumes, answers, handoffs, delivery, response times',
  tags: {
    Analytics: 'What happened, counted by hour and day: volumes, answers, handoffs, delivery, response times.',
  },
  config,
  module: AppModule,
});
