import { addTexts } from './more-texts';
import { ledgerPagesEn } from './ledger-pages.en';
import { ledgerPagesEs } from './ledger-pages.es';

addTexts({ en: ledgerPagesEn, es: ledgerPagesEs });
