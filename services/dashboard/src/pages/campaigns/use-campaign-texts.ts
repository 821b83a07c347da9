import { campaignsEn } from '../../i18n/campaigns.en';
import { campaignsEs } from '../../i18n/campaigns.es';
import { useTexts } from '../../i18n/use-texts';

const TEXTS = { en: campaignsEn, es: campaignsEs };

export const useCampaignTexts = () => useTexts<keyof typeof campaignsEn>(TEXTS);
