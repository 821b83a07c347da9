/**
 * Words that make a promise or name a date, in the supported languages. A sentence with a word of one line is grounded only by a passage
 * with a word of the same line, in any language.
 */
const CONCEPTS: Readonly<Record<string, string>> = {
  monday: 'monday mondays lunes segunda segundas lundi lundis montag montags lunedi सोमवार',
  tuesday: 'tuesday tuesdays martes terca tercas mardi mardis dienstag dienstags martedi मंगलवार',
  wednesday: 'wednesday wednesdays miercoles quarta quartas mercredi mercredis mittwoch mittwochs mercoledi बुधवार',
  thursday: 'thursday thursdays jueves quinta quintas jeudi jeudis donnerstag donnerstags giovedi गुरुवार',
  friday: 'friday fridays viernes sexta sextas vendredi vendredis freitag freitags venerdi शुक्रवार',
  saturday: 'saturday saturdays sabado sabados samedi samedis samstag samstags sonnabend sabato sabati शनिवार',
  sunday: 'sunday sundays domingo domingos dimanche dimanches sonntag sonntags domenica domeniche रविवार',
  january: 'january enero janeiro janvier januar gennaio',
  february: 'february febrero fevereiro fevrier februar febbraio',
  march: 'march marzo marco marz maerz',
  april: 'april abril avril aprile',
  june: 'june junio junho juin juni giugno',
  july: 'july julio julho juillet juli luglio',
  august: 'august agosto aout',
  september: 'september septiembre setiembre setembro septembre settembre',
  october: 'october octubre outubro octobre oktober ottobre',
  november: 'november noviembre novembro novembre',
  december: 'december diciembre dezembro decembre dezember dicembre',
  free: 'free freely complimentary gratis gratuito gratuita gratuitos gratuitas gratuit gratuite gratuits gratuites gratuitement gratuitamente kostenlos kostenlose kostenloser kostenfrei umsonst मुफ्त',
  discount:
    'discount discounts discounted rebate coupon coupons voucher vouchers descuento descuentos rebaja cupon cupones desconto descontos cupom remise remises reduction reductions rabatt rabatte gutschein gutscheine sconto sconti buono buoni छूट',
  refund:
    'refund refunds refunded reimburse reimbursed reimbursement reembolso reembolsos reembolsar devolvemos reembolsamos rembourse remboursement rembourser remboursons erstatten erstattet erstattung ruckerstattung zuruckerstattet rimborso rimborsi rimborsiamo rimborsare',
  guarantee:
    'guarantee guarantees guaranteed warranty warranties promise promises promised garantia garantias garantizamos garantizado prometemos garantimos garantie garanties garantissons garantieren garantiert versprechen versprochen garanzia garanzie garantiamo promettiamo',
  prize:
    'prize prizes winner winners win won gift gifts giveaway lottery premio premios ganador ganadores ganado ganas regalo regalos sorteo ganhou ganhador brinde brindes sorteio gagnant gagne cadeau cadeaux gewinner gewonnen gewinn geschenk geschenke premi vincitore vinto regali',
  credential:
    'password passwords passcode pin pins cvv cvc otp passwort passworter kennwort contrasena contrasenas clave claves senha senhas motdepasse parola credential credentials ssn',
  denial:
    'not never no none cannot nunca jamas ni nao ninguno ninguna nenhum nenhuma nicht nie niemals kein keine keinen keiner keinem keines pas aucun aucune jamais non nessun nessuno nessuna нет не नहीं',
};

/** Numbers as words. Words with another meaning in one of the languages are left out. */
const NUMBERS: Readonly<Record<string, string>> = {
  2: 'two dois duas deux zwei',
  3: 'three tres trois drei',
  4: 'four cuatro quatro quatre vier quattro',
  5: 'five cinco cinq funf cinque',
  6: 'six seis sechs',
  7: 'seven siete sete sieben sette',
  8: 'eight ocho oito huit acht otto',
  9: 'nine nueve neuf neun',
  10: 'ten diez dez zehn dieci',
  11: 'eleven onze undici',
  12: 'twelve zwolf douze dodici',
  14: 'fourteen catorce quatorze vierzehn quattordici',
  15: 'fifteen quince quinze funfzehn quindici',
  20: 'twenty veinte vinte vingt zwanzig venti',
  24: 'vierundzwanzig ventiquattro',
  30: 'thirty treinta trinta trente dreissig trenta',
  40: 'forty cuarenta quarenta quarante vierzig quaranta',
  50: 'fifty cincuenta cinquenta cinquante funfzig cinquanta',
  60: 'sixty sesenta sessenta soixante sechzig sessanta',
  70: 'seventy setenta siebzig settanta',
  80: 'eighty ochenta oitenta achtzig ottanta',
  90: 'ninety noventa neunzig novanta',
  100: 'hundred cien ciento cem cento hundert',
  1000: 'thousand mil tausend mille',
  1000000: 'million millon milhao millionen milione',
};

const byWord = (lines: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(lines).flatMap(([id, words]) => words.split(' ').map((word): [string, string] => [word, id])));

/** The concept of each plain word. */
export const conceptOf = byWord(CONCEPTS);
/** The number of each plain word. */
export const writtenNumber = byWord(NUMBERS);

/** Concepts that bind a business: they must be in the very statement that makes the promise, not elsewhere in the passage. */
export const isPromise = (concept: string): boolean => /^(?:free|discount|refund|guarantee|prize|credential)$/.test(concept);

const wordsIn = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Further words that negate a statement. */
export const closes = wordsIn(
  `closed close closes without excluded excludes unavailable sold cerrado cerrados cerrada cerramos cierra sin fechado fechados fechamos sem ferme fermes
  fermee fermons sans geschlossen ohne chiuso chiusi chiusa chiudiamo senza`,
);
/** Words that negate a part of a statement. */
export const limits = wordsIn(
  `except unless only until unfortunately excepto salvo solo solamente exceto apenas somente sauf seulement ausser nur leider tranne eccetto`,
);

export const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
/** Words between the first and the last day of a range. */
export const isUntil = (plainWord: string): boolean =>
  /^(?:to|till|until|through|thru|a|al|ao|ate|hasta|au|bis|al|fino|से)$/.test(plainWord);
/** Words that mean every day. */
export const isDaily = (plainWord: string): boolean =>
  /^(?:daily|everyday|taglich|diariamente|quotidiennement|quotidianamente|diario)$/.test(plainWord);
