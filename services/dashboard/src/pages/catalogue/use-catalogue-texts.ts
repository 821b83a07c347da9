import { catalogueEn } from '../../i18n/catalogue.en';
import { catalogueEs } from '../../i18n/catalogue.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: catalogueEn, es: catalogueEs };

export const useCatalogueTexts = () => useTexts(TEXTS);
