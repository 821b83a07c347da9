import type { LanguageWords } from '../vocabulary.js';

export const IT: LanguageWords = {
  meanings: {
    topic: `
      messaggio, messaggi, messaggini, msg, pubblicità, pubblicitari, pubblicitario, pubblicitarie, pubblicitaria, promozione,
      promozioni, promozionale, promozionali, offerta, offerte, annuncio, annunci, mail, email, e mail, notifica, notifiche, campagna,
      campagne, comunicazione, comunicazioni, sconto, sconti, roba, avvisi, invio, invii, commerciale, commerciali,
      proposte commerciali, inserzioni, reclame, volantini, saldi, coupon, buoni sconto, informative, robaccia, posta indesiderata,
      bombardamento, pubblicita, pubblicita non richiesta, whatsapp pubblicitari, advertising, proposte, occasioni`,
    out: `
      cancellami, cancellatemi, cancellarmi, mi cancello, mi cancelli, cancellateci, cancellarci, cancellazione iscrizione, disiscri*,
      disicri*, desiscri*, disinscri*, annulla iscrizione, annullare iscrizione, annulla l iscrizione, annullare l iscrizione,
      annullate l iscrizione, annullate la mia iscrizione, annullare la mia iscrizione, annulla la mia iscrizione,
      annullamento iscrizione, cancella iscrizione, cancellare iscrizione, cancellare l iscrizione, cancella l iscrizione,
      cancellate l iscrizione, cancellare la mia iscrizione, cancellate la mia iscrizione, cancella la mia iscrizione,
      revoca iscrizione, lasciatemi in pace, lasciami in pace, lasciateci in pace, mi lasci in pace, lasciatemi stare, lasciami stare,
      revoco il consenso, revoco il mio consenso, revocare il consenso, revocare il mio consenso, revoca del consenso,
      ritiro il consenso, ritiro il mio consenso, nego il consenso, essere cancellato, essere cancellata, essere disiscritto,
      esser cancellato, uscire dalla lista, esco dalla lista, voglio uscire, vorrei uscire, dimenticatevi di me,
      dimenticate il mio numero, disabbonarmi, disabbonami, disabbonatemi, annulla sottoscrizione, sparite, uscire dalla newsletter,
      uscire da questa lista, uscire da questo gruppo, cancellazione dalla lista, cancellazione dalla newsletter, la cancellazione`,
    stop: `
      basta, basta con, fermati, fermatevi, smettila, smettetela, smettila di, smettetela di, smettere, smettere di, smettete,
      smettete di, smetti, smetti di, smetta, smetta di, smettessi di, smetteste di, finitela, finitela di, finiscila di, finitela con,
      piantatela, piantatela di, piantala di, piantatela con, la smettiate, la finite con, la smettete con, la smettete di,
      la finite di, stoppate, stoppa, bloccatemi`,
    cancel: `
      annulla, annullare, annullate, annulli, bloccare, bloccate, blocca, disattivare, disattivate, disattiva, disattivi, cancella,
      cancellare, cancellate, cancelli, disdire, disdetta, disdico, revoco, revocare, revoca, mi oppongo, opposizione, rifiuto,
      disdite, silenzia, cancello, cessazione, interruzione, spegnere, rinuncio, rinuncio a, nego, cancellazione, fermate, ferma,
      fermare, cessate, cessare, cessi, interrompete, interrompere, interrompi, interrompa, sospendete, sospendere, sospendi, evitate,
      evitate di, evita di, eviti di, astenetevi da, astenersi da, stoppare`,
    remove: `
      togliere, togliete, togli, tolga, rimuovere, rimuovete, rimuovi, rimuova, eliminare, eliminate, elimina, elimini, levate, leva,
      levare, depennate, depennare, escludere, escludete, rimozione, eliminazione, depenna, scancellate, rimozione di,
      cancellazione di, cancellate, cancella, cancellare, cancelli, cancellazione, essere tolto, essere tolta, essere rimosso,
      essere rimossa, essere eliminato, essere eliminata, essere escluso, essere esclusa`,
    'remove+me': `
      toglietemi, toglimi, togliermi, mi tolga, mi tolgano, rimuovetemi, rimuovimi, rimuovermi, mi rimuova, eliminatemi, eliminami,
      eliminarmi, mi elimini, levatemi, levami, levarmi, escludetemi, escludimi, escludermi, depennatemi, toglieteci, rimuoveteci,
      eliminateci, mi togliete, mi potete togliere, mi rimuovete`,
    list: `
      lista, liste, elenco, elenchi, database, mailing list, mailing, rubrica, lista contatti, lista di distribuzione, lista broadcast,
      contatti, broadcast, banca dati, archivio, archivi, registri, lista clienti, lista di contatti`,
    me: `
      il mio numero, mio numero, il mio contatto, mio contatto, il mio nome, mio nome, i miei dati, miei dati, questo numero,
      il mio telefono, il mio cellulare, il mio recapito, il mio cell, mio recapito, il mio num`,
    act: `
      inviare, inviarmi, inviatemi, inviate, invii, inviarci, inviateci, inviandomi, inviando, mandare, mandarmi, mandatemi, mandate,
      mandi, mandarci, mandateci, mandarne, mandami, inviami, mi mandi, mandandomi, mandando, spedire, spedirmi, spedite, speditemi,
      inoltrare, inoltratemi, inoltrarmi, inoltrate, girarmi, recapitarmi, propormi, proporre, rimandatemi`,
    contact: `
      scrivere, scrivermi, scrivetemi, scrivete, scriva, scriverci, scrivimi, contattare, contattarmi, contattatemi, contattate,
      contatti, contattarci, contattami, disturbare, disturbarmi, disturbatemi, disturbate, disturbi, disturbarci, spammare, spammarmi,
      spammate, tartassarmi, tartassate, tartassatemi, bombardarmi, bombardare, bombardate, bombardatemi, molestarmi, importunarmi,
      importunatemi, importunare, assillarmi, assillatemi, assillare, stressarmi, stressatemi, rompere, rompete, infastidirmi,
      infastidite, infastiditemi, tormentarmi, tormentatemi, insistete, insistere, messaggiarmi, messaggiatemi, essere contattato,
      essere contattata, essere disturbato, essere disturbata, essere importunato, essere importunata, mandatemi niente,
      mandatemi nulla, inviatemi niente, inviatemi nulla, mandarmi niente, mandarmi nulla, intasarmi, intasate, scocciarmi,
      scocciatemi, mandate niente, ricontattatemi, ricontattarmi`,
    want: `
      voglio, vorrei, desidero, preferisco, gradirei, vogliamo, vorremmo, mi piacerebbe, desideriamo, accetto, acconsento,
      ho bisogno di, desidererei, intendo, ho voglia di, gradisco, vojo, autorizzo, mi servono, mi serve, acconsento a`,
    receive: `
      ricevere, ricevere di nuovo, ricevendo, riceverne, continuare a ricevere, che mi mandiate, che mi inviate, che mi inviiate,
      ricevere piu, rivevere, essere informato, essere informata, che mi arrivino`,
    more: 'più, mai più, mai, nulla, niente, d ora in poi, in futuro, ulteriormente, ancora',
    neg: 'non, nn, mai, mai più, né, nessun, nessuna, nessuno, senza',
    enough: `
      niente, niente più, nessun, nessuna, mai più, basta, no a, no alle, no ai, no, zero, abbastanza, troppa, troppo, non più,
      stop alle, stop ai, fine delle, fine dei`,
    uninterested: `
      non sono interessato a, non sono interessata a, non sono interessato, non sono interessata, non sono più interessato,
      non sono più interessata, non sono interessato alle, non sono interessata alle, non sono interessato ai, non sono interessata ai,
      non sono più interessato alle, non sono più interessata alle, non mi interessa, non mi interessano, non mi interessa più,
      non mi interessano più, non interessato, non interessata, non ci interessa, non ci interessano, nessun interesse,
      non ho interesse, nn mi interessa, nn mi interessano, non sono interessato a ricevere, non sono interessata a ricevere,
      nessun interesse per, non siamo interessati, non interessa`,
    aside: `
      l ho già chiesto, ho già chiesto, già chiesto, l ho già detto, ve l ho già detto, già detto, ve lo ho già chiesto,
      ve l ho già chiesto, sono stufo, sono stufa, stufo, stufa, sono stufo di, sono stufa di, stufo di, stufa di, sono stanco,
      sono stanca, sono stanco di, sono stanca di, stanco di, stanca di, mi avete stufato, avete stufato, avete rotto, mi avete rotto,
      mi avete stancato, mi sono stufato, mi sono stufata, mi sono stufato di, mi sono stufata di, che palle, che noia, che stress,
      troppi, troppe, sono troppi, sono troppe, davvero troppi, davvero troppe, troppi messaggi, non se ne può più, non ne posso più,
      non ne posso più di, no grazie, numero sbagliato, per l ultima volta, è spam, questo è spam, siete insistenti, siete pesanti,
      è fastidioso, fastidioso, è molesto, una volta per tutte, non mi sono mai iscritto, non mi sono mai iscritta, mai iscritto,
      non ho mai dato il consenso, ne ho abbastanza, ne ho abbastanza di, che fastidio, è uno stress, è troppo, mi date fastidio,
      mi state stressando`,
    how: 'come faccio a, come posso, come si fa a, come, come fare per, come faccio per, dove posso, cosa devo fare per',
    polite: `
      per favore, per piacere, per cortesia, cortesemente, gentilmente, potete, puoi, può, potreste, potresti, potrebbe, si prega di,
      vi prego di, vi prego, ti prego, la prego, la prego di, prego, chiedo di, chiedo, richiedo di, richiedo, vi chiedo di,
      le chiedo di, ti chiedo di, si può, è possibile, sarebbe possibile, x favore, pf, perfavore, vogliate, richiesta di, richiesta,
      mi fate la cortesia di, fatemi la cortesia di, esigo, esigo che, pretendo che, voglio che, vorrei che, vi invito a, la invito a,
      siete pregati di, posso chiedere di, vorrei chiedere, vorrei richiedere, desidero richiedere`,
    subscribe: `
      iscrivimi, iscrivetemi, iscrivermi, iscriviti, iscrizione, riscrivermi, riscrivetemi, reiscrivermi, reiscrivetemi, reiscrivimi,
      reiscrizione, riscrivimi, re iscrivetemi, mi iscrivo, mi riscrivo, mi reiscrivo, abbonarmi, iscriveteci, riabbonarmi`,
    begin: `
      attiva, riprendete, riattivate, attivate, ricomincia, ricominciare, ricominciate, riattivare, attivare, ripristinate,
      ripristinare, cominciate, riavvia`,
    again: 'di nuovo, nuovamente, ancora, un altra volta, tornare a, tornate a, torna a, di nuovo a',
    put: `
      rimettetemi, rimettimi, mettetemi, mettimi, rimettermi, mettermi, rimettete, mettete, rimetti, aggiungete, inserite, reinserite,
      aggiungetemi, aggiungimi, aggiungermi, riaggiungetemi, inseritemi, reinseritemi, inseriscimi, reinserirmi, reinserimento,
      inserirmi, includetemi`,
    subscription: 'abbonamento, il mio abbonamento, l abbonamento, iscrizioni',
    unclear: `
      fine, termina, terminare, finito, non più, esci, annulla, annullare, annullate, cancella, cancellare, cancellate, cancellazione,
      disdire, disdetta, disdico`,
    and: 'e, ed, quindi, perché, poi, anche, allora, perciò, pertanto',
    never: 'se mi, quanto basta, e basta, si cancella, basta così, se non, quando, fermati qui, fermatevi qui, stop qui, smettere qui',
    filler: `
      mi, ci, me, vi, ti, il, lo, la, le, l, i, gli, un, una, uno, di, d, del, dello, della, dell, dei, delle, degli, da, dal, dalla,
      dalle, dai, dagli, dall, a, al, alla, alle, ai, agli, all, in, nel, nella, su, sul, sulla, con, per, tra, o, vostra, vostro,
      vostri, vostre, tuo, tua, tue, tuoi, suo, sua, suoi, sue, mio, mia, miei, questo, questa, questi, queste, quest, quello, quella,
      tutti, tutte, tutto, tutta, altri, altre, altra, altro, ogni, alcun, alcuna, qualsiasi, tipo, tipo di, genere, questo tipo di,
      questo genere di, simili, così, continui, continue, giornalieri, giornaliere, quotidiani, quotidiane, settimanali, automatici,
      automatiche, indesiderati, indesiderate, indesiderata, non richiesti, non richieste, fastidiosi, fastidiose, inutili,
      parte vostra, te, lei, parte, azienda, ditta, negozio, società, servizio, chat, canale, gruppo, questa chat, via, tramite,
      whats app, wa, cellulare, telefono, numero, ciao, salve, buongiorno, buonasera, buon giorno, buona sera, buon pomeriggio,
      buona giornata, buona serata, grazie, grazie mille, grazie infinite, molte grazie, tante grazie, grazie in anticipo, anticipo,
      scusate, scusa, scusi, cordiali saluti, distinti saluti, saluti, un saluto, cordialmente, spettabile, gentili signori, gentile,
      gentili, signori, signore, signora, ragazzi, egregi, adesso, ora, subito, immediatamente, definitivamente, da ora, da oggi,
      da subito, al più presto, urgentemente, solo, davvero, proprio, ormai, già, tutti i giorni, ogni giorno, sempre, continuamente,
      avere, vedere, leggere, essere, consenso, trattamento, fini, per fini, scopi, finalità, uso, cazzo, maledette, stupide, stupidi,
      porca miseria, vostra parte, qui, personali, miei dati personali, oggi stesso, posta, sì, tanto, una buona volta, team, stare,
      restare, rimanere, far parte, fare parte, da voi, di voi`,
    'bare+begin': 'inizia, iniziare, riprendi, riprendere, riattiva',
  },
};
