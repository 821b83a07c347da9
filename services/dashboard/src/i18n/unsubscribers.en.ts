/** Of the page of unsubscribers. */
export const unsubscribersEn = {
  'unsubscribers.text':
    'Customers who want no promotions. They get none, whoever sends them, until they write START themselves or a later consent of theirs is recorded.',
  'unsubscribers.none': 'Nobody has unsubscribed',
  'unsubscribers.noneText': 'Whoever writes STOP, or a word for it in another language, is listed here.',
  'unsubscribers.contact': 'Customer',
  'unsubscribers.unnamed': 'Without a name',
  'unsubscribers.phone': 'Number',
  'unsubscribers.at': 'Since',
  'unsubscribers.source': 'How it is known',
  'unsubscribers.wording': 'Their words',
  'unsubscribers.export': 'Export as CSV',
  'unsubscribers.exported': 'Exported',
};
