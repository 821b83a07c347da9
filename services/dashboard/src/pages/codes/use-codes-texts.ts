import { codesEn } from '../../i18n/codes.en';
import { codesEs } from '../../i18n/codes.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: codesEn, es: codesEs };

export const useCodesTexts = () => useTexts(TEXTS);

export const PURPOSES = ['login', 'signup', 'password_reset', 'verification'] as const;
