import { segmentTexts } from '../../i18n/segments';
import { useTexts } from '../../i18n/use-texts';

export const useSegmentTexts = () => useTexts(segmentTexts);
