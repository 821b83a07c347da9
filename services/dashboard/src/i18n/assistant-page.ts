import { assistantPageEn } from './assistant-page.en';
import { assistantPageEs } from './assistant-page.es';
import { addTexts } from './more-texts';

addTexts({ en: assistantPageEn, es: assistantPageEs });
