import { revenueEn } from '../../i18n/revenue.en';
import { revenueEs } from '../../i18n/revenue.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: revenueEn, es: revenueEs };

export const useRevenueTexts = () => useTexts(TEXTS);
