import { addTexts } from './more-texts';
import { outletPagesEn } from './outlet-pages.en';
import { outletPagesEs } from './outlet-pages.es';

addTexts({ en: outletPagesEn, es: outletPagesEs });
