import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';

export const service = defineService({
  name: 'tenant',
  summary: 'Who is who: sign-in, tenants and their people, WhatsApp numbers, answer settings, API keys',
  config,
  module: AppModule,
});
