/** What time it is for invoices; tests set it. */
export class InvoiceClock {
  now = (): Date => new Date();
}
