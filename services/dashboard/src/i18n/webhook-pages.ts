import { addTexts } from './more-texts';
import { webhookPagesEn } from './webhook-pages.en';
import { webhookPagesEs } from './webhook-pages.es';

addTexts({ en: webhookPagesEn, es: webhookPagesEs });
