import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { entities } from './persistence/entities.js';

export const service = defineService({
  name: 'llm-orchestration',
  summary: 'Answers customers from the tenant’s knowledge, or decides that a person should',
  config,
  module: AppModule,
  entities,
});
