/** The texts of the rules for promotions. */
export const promotionsEn = {
  title: 'Promotions',
  text: 'Customers stop promotions by writing STOP, BAJA, SAIR and the like, in eleven languages. Add words of your own; they count when they are the whole message.',
  optOutWords: 'Your words to stop promotions',
  optInWords: 'Your words to get promotions',
  wordsHint: 'One on each line, up to 20. Upper or lower case and accents make no difference.',
  doubleOptIn: 'Ask customers to confirm',
  doubleOptInHint: 'Whoever wants promotions is asked once, by a message with two buttons. Only “yes” counts as agreed.',
  on: 'Yes',
  off: 'No',
  saved: 'Rules for promotions saved',
};
