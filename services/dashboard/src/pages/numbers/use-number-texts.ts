import { numbersEn } from '../../i18n/numbers.en';
import { numbersEs } from '../../i18n/numbers.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: numbersEn, es: numbersEs };

export const useNumberTexts = () => useTexts(TEXTS);
