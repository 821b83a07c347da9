import { orderMessagesEn } from '../../i18n/order-messages.en';
import { orderMessagesEs } from '../../i18n/order-messages.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: orderMessagesEn, es: orderMessagesEs };

export const useMessageTexts = () => useTexts<keyof typeof orderMessagesEn>(TEXTS);
