import { planEn } from '../../i18n/plan.en';
import { planEs } from '../../i18n/plan.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: planEn, es: planEs };

export const usePlanTexts = () => useTexts(TEXTS);
