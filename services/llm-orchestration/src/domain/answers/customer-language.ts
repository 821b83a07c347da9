import { plain } from './words.js';

/**
 * Words by which a short message to a business gives its language away, as {@link plain} writes them. A word of several languages stands under
 * each of them and decides nothing between them.
 */
const WORDS: Readonly<Record<string, string>> = {
  en: `a an about agent all am and any are at available bad be been bought buy by bye bring broken can cancel card come cost could damaged day deliver
    delivery did do does for from get give go good goodbye got had has have he hello help here hey hi hiya hour hours how human i if in is it item know like lol
    long look me money morning much my need never no nobody not nothing of on open or order our person phone picture please price question really refund
    return say send sent ship shipping shop size so somebody someone something sorry speak still stock store sure talk tell thank thanks that the them
    there they this to today tomorrow until urgent very want was we were what when where which who why with would yes yesterday you your`,
  es: `a abierto adios agente ahora al algo alguien alli ano aqui asesor asi ayuda ayudar bien bueno buenos buenas cambiar cancelar como compra comprar compre con cosa
    cual cuando cuanto cuesta danado de debo del desde devolver dia dias dinero donde el ella en envian envio eres es esta estan estar este esto estoy factura
    gracias hablar hacen hasta hay hola horario horas hoy humano jaja jajaja la las le llega llego lo los manana mas me mi mil mucho muchas muy nada necesito
    ninguno no nos noches nosotros nunca o otra otro pagar para pedido pero persona por porque precio problema puede pueden puedo que quiero quien quisiera
    reclamo roto se si sin son soy su tal talla tarde tardes tarjeta tengo tiene tienen tienda tu un una urgente usted ustedes vale y ya yo`,
  pt: `a agora ainda ajuda alguem amanha ao aonde aqui as ate atendente atendimento bem boa boleto bom cade cancelar cartao chega chegou com como compra comprar
    comprei consigo custa da danificado de dia dinheiro do dos e ela ele em entrega entregam enviam envio eu esta estao estou falar faz fazem foi frete funciona
    gostaria horario hoje humano isso ja kkk kkkk la loja mais mas me meu minha muito muita na nada nao no nos nota nunca o obrigada obrigado oi ola onde os ou
    outra outro paga pagar para pedido pelo pessoa pode podem por porque posso preciso preco pra problema produto qual quando quanto quanta que quebrado
    quem quero sao se sem senhor ser seu sim so sou tarde tchau tem tenho troca trocar tudo um uma urgente valeu voce voces`,
  fr: `a aide aider ai allez alors annuler appel apres argent arrive article assez au aucun aujourd hui aussi aux avec avez avoir beaucoup besoin bien boutique
    bonjour bonne bonsoir ca carte casse ce cela cest cette chez colis combien comment commande conseiller coucou coute dans de demain depuis des dois du
    elle en encore est et etes etre eu facture faire fait faut heure heures humain horaires ici il je jour jusqu la le les leur livraison livrez ma magasin mais
    me merci mes moi mon ne non nous nuit on ou ouvert oui paiement parler pas perdu personne peut peux plus point pour pourquoi pouvez prix probleme puis
    qu quand que quel quelle quelqu quelques qui quoi recu rembourse remboursement retour rien salut sans se si soir sont suis sur svp taille toujours tout
    tres trop un une veux voudrais vous votre vos y`,
  de: `aber alles als am an arbeiten auch auf aus bei bekommen berater bestellen bestellt bestellung bezahlen bin bis bitte brauche da danke das dass dein dem den
    der des die diese doch du ein eine einen einer er es etwas euch frage funktioniert fur ganz geht geld gekauft geliefert geoffnet gerne gestern gibt grosse gut
    guten habe haben hallo hat heute hier hilfe hilft ich ihr ihre ihnen im in ins ist ja jemand jemandem jetzt kann kannst kaputt karte kaufen kein keine
    konnen konnte kosten kostet laden lange lieferung liefern lieferzeit machen mein meine meinem meiner mensch menschen mich mir mit mitarbeiter mochte
    moin morgen muss nach nein nicht nichts noch nur oder offnen oeffnungszeiten offnungszeiten paket person preis problem rechnung reden retoure
    rucksendung schon sehr servus sie sind so sprechen tag tschuss uber um umtauschen und uns unser vielen viel von wann war warum was welche wenn
    wer wie wieder wir wo wollen will zahlen zu zum zur zuruck zwei`,
  it: `a acquistare adesso aiuto al alla anche ancora aperti aperto arriva arrivato avete bene buona buonasera buongiorno che chi ciao come con consegna
    cosa costa costo da del della devo di domani dove e ecco fattura fino funziona giorni giorno grazie ho il in io la le lo ma mai mi mille mio molto negozio
    nessuno niente no non nulla oggi operatore ora orari ordine ordinato ordinare pacco pagare parlare per perche persona piu possibile posso prego
    prezzo problema puo qualcuno quando quanto quale quali questo restituire rimborso rotto salve sara scusi sei senza sono spedite spedizione su subito
    taglia ti tutto un una urgente vi voglio vorrei`,
};
const BY_WORD = Map.groupBy(
  Object.entries(WORDS).flatMap(([language, words]) => [...new Set(words.split(/\s+/))].map((word) => ({ word, language }))),
  ({ word }) => word,
);

/** Letters and marks that only one of the languages has; before accents are taken off. */
const LETTERS: readonly (readonly [language: string, sign: RegExp])[] = [
  ['es', /[ñ¿¡]/giu],
  ['pt', /[ãõ]|[çÇ](?=[ãõ])/giu],
  ['fr', /[œêîûëï]|ç(?=[aou]\b)|\b[cdjlnst]['’](?=\p{L})|\bqu['’]/giu],
  ['de', /[ßäü]/giu],
  ['hi', /\p{Script=Devanagari}/gu],
];

/**
 * The language that a customer writes, where the text shows it: also a single short message does.
 *
 * @param written newest first; an earlier one decides only where the later ones do not
 * @param fallback BCP 47; the language of the tenant: it wins where a text may be of several, and where none says anything
 * @returns ISO 639-1 code, or `fallback` as it was given
 */
export function customerLanguage(written: readonly string[], fallback: string): string {
  const own = fallback.slice(0, 2).toLowerCase();
  for (const text of written) {
    const best = languagesOf(text);
    if (best.includes(own)) return fallback;
    if (best.length === 1) return best[0]!;
  }
  return fallback;
}

/** Those that fit best, all of them where they fit alike; none where nothing shows any. */
function languagesOf(text: string): string[] {
  const counts = new Map<string, number>();
  const count = (language: string, by: number): void => void counts.set(language, (counts.get(language) ?? 0) + by);
  // What stands for a message without words is ours.
  const words = plain(text.replaceAll(/^\[[a-z_]+\]$/gm, '')).split(' ');
  for (const word of words) for (const { language } of BY_WORD.get(word) ?? []) count(language, 1);
  for (const [language, sign] of LETTERS) {
    const found = text.match(sign)?.length ?? 0;
    if (found > 0) count(language, Math.min(found, 2));
  }
  const most = Math.max(0, ...counts.values());
  return most === 0 ? [] : [...counts].filter(([, n]) => n === most).map(([language]) => language);
}
