import { useWords, type Key } from '../i18n/i18n';

const KNOWN = [
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'interactive',
  'button',
  'template',
  'order',
  'reaction',
  'system',
  'referral',
] as const;

/** A type of message in words: "Picture". */
export function useTypeName(): (type: string) => string {
  const { t } = useWords();
  return (type) => {
    const known = KNOWN.find((each) => each === type);
    return known ? t(`type.${known}` satisfies Key) : t('type.other');
  };
}
