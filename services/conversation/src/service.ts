import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';

export const service = defineService({
  name: 'conversation',
  summary: 'Contacts, conversations and messages, and who may speak in them.',
  config,
  module: AppModule,
});
