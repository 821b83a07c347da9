import { costsEn } from '../../i18n/costs.en';
import { costsEs } from '../../i18n/costs.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: costsEn, es: costsEs };

export const useCostsTexts = () => useTexts(TEXTS);
