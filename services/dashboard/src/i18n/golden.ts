import { goldenEn } from './golden.en';
import { goldenEs } from './golden.es';

export const goldenTexts = { en: goldenEn, es: goldenEs };
