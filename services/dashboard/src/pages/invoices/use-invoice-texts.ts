import { invoicesEn } from '../../i18n/invoices.en';
import { invoicesEs } from '../../i18n/invoices.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: invoicesEn, es: invoicesEs };

export const useInvoiceTexts = () => useTexts(TEXTS);
