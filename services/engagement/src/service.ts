import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { entities } from './persistence/entities.js';

export const service = defineService({
  name: 'engagement',
  summary: 'Reaches the right people: segments, broadcasts, drips, flows and one-time codes, each message once.',
  tags: {
    'One-time codes': 'Codes that confirm a phone number: sent by WhatsApp, verified once, counted.',
    Segments: 'Groups of contacts by conditions or as lists: counted, explained, and used by campaigns.',
    Flows: 'Conversations that are drawn: questions, branches, waits; versions, simulation, runs and figures',
    Campaigns: 'Broadcasts and drips: what is said to whom and when, where everybody stands, and what it did',
  },
  config,
  module: AppModule,
  entities,
});
