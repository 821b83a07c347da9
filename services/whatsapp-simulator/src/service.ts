import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';

export const service = defineService({
  name: 'whatsapp-simulator',
  config,
  module: AppModule,
  summary: 'The development stand-in for WhatsApp: its Graph API, its webhooks, and a phone in the browser.',
  // Media in base64.
  mostBodyBytes: 32 * 1024 * 1024,
});
