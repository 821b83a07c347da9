import { Problem } from '#service-kit';

export const noInvoice = (): Problem => new Problem(404, 'not_found', 'There is no such invoice.');
