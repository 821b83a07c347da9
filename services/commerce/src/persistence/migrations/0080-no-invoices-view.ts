/** Nobody came to read it. */
export const noInvoicesView = { name: '0080-no-invoices-view', sql: `drop view commerce.invoices_v1` };
