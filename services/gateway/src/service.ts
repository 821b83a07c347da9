import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { entities } from './persistence/entities.js';

export const service = defineService({
  name: 'gateway',
  summary: 'The public door: webhook journal, sign-in check, routing to the services, ledger and replay',
  tags: {
    Operations: 'For the platform’s operators: what came in from WhatsApp, what became of it, and replaying it.',
  },
  config,
  module: AppModule,
  entities,
  upgradePath: '/socket.io/',
  compressesAnswers: true,
});
