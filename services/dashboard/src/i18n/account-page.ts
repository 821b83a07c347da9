import { accountPageEn } from './account-page.en';
import { accountPageEs } from './account-page.es';
import { addTexts } from './more-texts';

addTexts({ en: accountPageEn, es: accountPageEs });
