import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { entities } from './persistence/entities.js';

export const service = defineService({
  name: 'knowledge',
  summary: 'Knowledge bases: documents in, passages out. Only what was published answers customers.',
  tags: {
    Knowledge: 'Documents in, passages out. Only what was published answers customers.',
  },
  config,
  module: AppModule,
  entities,
});
