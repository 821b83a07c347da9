import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { entities } from './persistence/entities.js';

export const service = defineService({
  name: 'conversation',
  summary: 'Contacts, conversations and messages, and who may speak in them.',
  tags: {
    Contacts: 'The customers: what is known of them, tags, consent.',
    Conversations: 'Conversations with customers, their messages, and who answers: the bot or a person.',
    Inbox: 'What a team works with: labels, notes, teams, canned replies.',
  },
  config,
  module: AppModule,
  entities,
});
