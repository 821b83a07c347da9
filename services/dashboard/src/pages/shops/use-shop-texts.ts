import { shopsEn } from '../../i18n/shops.en';
import { shopsEs } from '../../i18n/shops.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: shopsEn, es: shopsEs };

export const useShopTexts = () => useTexts<keyof typeof shopsEn>(TEXTS);
