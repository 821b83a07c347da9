import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { entities } from './persistence/entities.js';

export const service = defineService({
  name: 'tenant',
  summary: 'Who is who: sign-in, tenants and their people, WhatsApp numbers, answer settings, API keys',
  tags: {
    'API keys': 'Keys for programs, with scopes, an expiry and a limit of calls per hour.',
    Audit: 'Who changed what, and when. Nobody can change the log.',
    Branding: 'Name, logo and colours of a tenant’s pages.',
    Outlets: 'The tenant’s WhatsApp numbers.',
    'Sign-in': 'Registering, signing in and out, passwords, accepting invitations, your own account.',
    Team: 'The people of a tenant, their roles, and invitations.',
    Tenants: 'Tenants, their settings, and how the bot answers for them.',
  },
  config,
  module: AppModule,
  entities,
});
