import { defineService } from '#service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { entities } from './persistence/entities.js';

export const service = defineService({
  name: 'commerce',
  summary: 'Orders and invoices, what customers are told of them, and the shops that they come from.',
  tags: {
    Orders: 'What customers have ordered: where it stands, packing, tracking.',
    Invoices: 'What customers are to pay, and what they have paid: numbers, taxes, payments, credit notes.',
    Shops: 'Shops and other systems that tell of orders by signed webhooks.',
  },
  config,
  module: AppModule,
  entities,
});
