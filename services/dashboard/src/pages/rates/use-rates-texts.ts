import { ratesEn } from '../../i18n/rates.en';
import { ratesEs } from '../../i18n/rates.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: ratesEn, es: ratesEs };

export const useRatesTexts = () => useTexts(TEXTS);
