import { brandingPageEn } from './branding-page.en';
import { brandingPageEs } from './branding-page.es';
import { addTexts } from './more-texts';

addTexts({ en: brandingPageEn, es: brandingPageEs });
