import { sendingEn } from '../i18n/sending.en';
import { sendingEs } from '../i18n/sending.es';
import { useTexts } from '../i18n/use-texts';

const TEXTS = { en: sendingEn, es: sendingEs };

export type SendingKey = keyof typeof sendingEn;
export const useSendingTexts = () => useTexts(TEXTS);
