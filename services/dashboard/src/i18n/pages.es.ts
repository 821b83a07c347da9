import { templatesEs } from './templates.es';
import { problemsEs } from './problems.es';
import { customersEs } from './customers.es';
import { knowledgeEs } from './knowledge.es';
import type { pagesEn } from './pages.en';

export const pagesEs: Record<keyof typeof pagesEn, string> = {
  ...customersEs,
  ...problemsEs,
  ...knowledgeEs,
  ...templatesEs,
  'nav.send': 'Enviar un mensaje',
  'nav.codes': 'Códigos de un solo uso',
  'nav.unsubscribers': 'Bajas',
  'nav.outbox': 'Bandeja de salida',
  'nav.costs': 'Costos',
  'nav.campaigns': 'Campañas',
  'nav.invoices': 'Facturas',
  'nav.numbers': 'Estado de números',
  'nav.plans': 'Planes',
  'nav.rates': 'Tarifas',
  'nav.revenue': 'Ingresos',
};
