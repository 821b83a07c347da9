import { playgroundEn } from '../../i18n/playground.en';
import { playgroundEs } from '../../i18n/playground.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: playgroundEn, es: playgroundEs };

export const usePlaygroundTexts = () => useTexts(TEXTS);
