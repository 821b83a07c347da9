import { dripsEn } from '../../i18n/drips.en';
import { dripsEs } from '../../i18n/drips.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: dripsEn, es: dripsEs };

export const useDripTexts = () => useTexts<keyof typeof dripsEn>(TEXTS);
