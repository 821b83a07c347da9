import { addTexts } from './more-texts';
import { keysPageEn } from './keys-page.en';
import { keysPageEs } from './keys-page.es';

addTexts({ en: keysPageEn, es: keysPageEs });
