import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { entities } from './persistence/entities.js';

export const service = defineService({
  name: 'message-sender',
  summary: 'Sends messages to WhatsApp, each once, in order for each recipient, and keeps what became of them.',
  tags: {
    Messages: 'Messages to customers, each sent once and in order, and what became of them.',
  },
  config,
  module: AppModule,
  entities,
});
