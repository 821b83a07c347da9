import { flowsEn } from '../../i18n/flows.en';
import { flowsEs } from '../../i18n/flows.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: flowsEn, es: flowsEs };

export type FlowKey = keyof typeof flowsEn;
export const useFlowTexts = () => useTexts<FlowKey>(TEXTS);
export type FlowWords = ReturnType<typeof useFlowTexts>;
