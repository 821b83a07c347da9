import { customerInvoicesEn } from '../../i18n/customer-invoices.en';
import { customerInvoicesEs } from '../../i18n/customer-invoices.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: customerInvoicesEn, es: customerInvoicesEs };

export const useCustomerInvoiceTexts = () => useTexts(TEXTS);
