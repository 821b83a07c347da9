import { addTexts } from './more-texts';
import { scopesEn } from './scopes.en';
import { scopesEs } from './scopes.es';

addTexts({ en: scopesEn, es: scopesEs });
