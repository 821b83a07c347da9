import { publishedView } from '#database';

/** In which language a one-time code is sent to a number. */
export const languagesForCodes = {
  name: '0040-languages-for-codes',
  sql: publishedView('conversation', 'contact_languages_v1', {
    table: 'contacts',
    columns: ['tenant_id', 'phone', 'language', 'merged_into'],
    where: 'phone is not null and merged_into is null',
    readers: ['engagement'],
  }),
};
