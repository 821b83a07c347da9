import { auditPageEn } from './audit-page.en';
import { auditPageEs } from './audit-page.es';
import { addTexts } from './more-texts';

addTexts({ en: auditPageEn, es: auditPageEs });
