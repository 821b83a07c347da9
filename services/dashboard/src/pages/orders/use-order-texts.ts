import { ordersPageEn } from '../../i18n/orders-page.en';
import { ordersPageEs } from '../../i18n/orders-page.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: ordersPageEn, es: ordersPageEs };

export const useOrderTexts = () => useTexts(TEXTS);
