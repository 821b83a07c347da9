import { twoFactorEn } from './two-factor.en';
import { twoFactorEs } from './two-factor.es';
import { useTexts } from './use-texts';

const TEXTS = { en: twoFactorEn, es: twoFactorEs };

export const useTwoFactorTexts = () => useTexts(TEXTS);
