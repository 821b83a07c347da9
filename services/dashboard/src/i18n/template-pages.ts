import { addTexts } from './more-texts';
import { templatePagesEn } from './template-pages.en';
import { templatePagesEs } from './template-pages.es';

addTexts({ en: templatePagesEn, es: templatePagesEs });
