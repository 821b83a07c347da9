export * from './invoice.js';
export { invoicePdf } from './invoice-pdf.js';
export { lettersWithoutFont } from './text.js';
