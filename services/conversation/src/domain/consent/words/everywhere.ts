import type { LanguageWords } from '../vocabulary.js';

/** What people of every language know from programs. */
export const EVERYWHERE: LanguageWords = {
  meanings: {
    out: 'unsubscribe, unsubscribe me, unsub, un subscribe, unsuscribe, optout, opt out, stopall, stop all',
    stop: 'stop, stopp, stahp',
    subscribe: 'unstop, subscribe, optin, opt in, resubscribe',
    cancel: 'cancel',
    topic: `
      spam, spams, promo, promos, newsletter, newsletters, marketing, sms, ads, whatsapp marketing, whatsapp message, whatsapp messages`,
    polite: 'please, pls, plz',
    bare: 'td',
    never: 'unsubscribed',
    filler: 'hi, hello, hey, ok, okay, thanks, thank you, thx, sorry, whatsapp, bye, sir, madam, admin',
    'bare+begin': 'start',
    unclear: 'cancel',
  },
};
