import type { LanguageWords } from '../vocabulary.js';

export const FR: LanguageWords = {
  meanings: {
    topic: `
      message, messages, msg, msgs, texto, textos, publicité, publicités, publicitaire, publicitaires, pub, pubs, promotion,
      promotions, promotionnel, promotionnels, promotionnelle, promotionnelles, offre, offres, annonce, annonces, réclame, réclames,
      courriel, courriels, mail, mails, email, emails, e mails, infolettre, infolettres, notification, notifications, notifs, campagne,
      campagnes, communication, communications, sollicitation, sollicitations, démarchage, démarchages, prospection, alertes, alerte,
      commercial, commerciaux, commerciale, commerciales, envoi, envois, remises, réductions, soldes, bons plans, pourriels,
      bons de réduction, actus, diffusion, diffusions, relances`,
    out: `
      désabonner, désabonnement, désabonnez*, désabonne*, désinscription, désinscrire, désinscrivez*, désinscris, désinscrivent,
      résiliation de mon abonnement aux messages, se désabonner, se désinscrire, fichez moi la paix, fiche moi la paix,
      foutez moi la paix, fous moi la paix, laissez moi tranquille, laisse moi tranquille, laissez moi en paix, lâchez moi, lâche moi,
      laissez nous tranquilles, radiation, me radier, radiez moi, oubliez moi, oubliez mon numéro, retirer mon consentement,
      je retire mon consentement, je révoque mon consentement, desabo, désabo, dés inscription, dés abonnement, ne plus faire partie,
      quitter la liste, sortir de la liste, quitter cette liste, sortez moi de la, sortez moi de votre liste, je me retire, stop sms,
      être désabonné, être désabonnée, être désinscrit, être désinscrite`,
    stop: `
      arrêt, arrêter, arrêtez, arrête, cessez, cesse, cesser, stopper, stoppez, stoppe, halte, arrêtez moi, arrêtiez, cessiez, arretes,
      arrêtés, arreté, ça suffit avec`,
    cancel: `
      annuler, annulez, annule, annulation, désactiver, désactivez, désactive, bloquer, bloquez, bloque, résilier, résiliez, résilie,
      couper, coupez, révoque, retire, oppose, je m oppose, m opposer, opposition, refuse, je refuse, annulé, résiliation, évitez,
      évitez de, abstenez vous de, fin des, fin aux, interrompez, suspendez, suspendre, interrompre, mettez fin, mettre fin, mets fin,
      finissez en avec, en finir avec`,
    remove: `
      retirer, retirez, supprimer, supprimez, supprime, enlever, enlevez, enlève, rayer, rayez, raye, ôter, ôtez, ôte, effacer,
      effacez, efface, radier, radiez, sortir, sortez, exclure, excluez, éliminez, éliminer, suppression, virez, vire, virer, dégagez,
      être retiré, être retirée, être supprimé, être supprimée, être rayé, être rayée, être enlevé, être enlevée, être effacé,
      être effacée`,
    'remove+me': `
      être radié, être radiée, que vous me retiriez, que vous me supprimiez, que vous m enleviez, me retirer, me supprimer, me rayer,
      m enlever, m effacer, me sortir, nous retirer, nous supprimer, me retirez, me supprimez`,
    list: `
      liste, listes, fichier, fichiers, base, bases, base de données, listing, listings, répertoire, liste de diffusion,
      liste de distribution, liste de contacts, liste de contact, contacts, liste d envoi, carnet d adresses`,
    me: `
      moi, mon numéro, mon numero, mon nom, mon contact, mon téléphone, mon tel, mon num, mon portable, mes coordonnées, ce numéro,
      mes données, mon mobile, mon whatsapp, mon adresse`,
    act: `
      envoyer, envoyez, envoie, envoies, envoyez moi, m envoyer, m envoyez, m envoie, menvoyer, menvoyez, nous envoyer, nous envoyez,
      envoyiez, m envoyiez, adresser, adressez, m adresser, m adressez, transmettre, expédier, faire parvenir, balancer,
      continuez à m envoyer, continuez d envoyer, renvoyez, renvoyer, diffuser, transmettez, m envoyé, menvoyé, envoyé moi`,
    contact: `
      écrire, écrivez, écris, m écrire, m écrivez, m écris, mécrivez, mecrire, contacter, contactez, contacte, me contacter,
      me contactez, déranger, dérangez, dérange, importuner, importunez, importune, m importunez, m importuner, spammer, spammez,
      harceler, harcelez, harcèle, solliciter, sollicitez, sollicite, relancer, relancez, embêter, embêtez, embête, m embêter,
      m embêtez, saouler, soûler, démarcher, démarchez, polluer, polluez, inonder, inondez, bombarder, bombardez, ennuyer, ennuyez,
      m ennuyer, contactiez, envoyez rien, m envoyez rien, envoyez moi rien, emmerder, m emmerder, casser les pieds, textoter,
      envoyer quoi que ce soit, être contacté, être contactée, être sollicité, être sollicitée, être démarché, être démarchée,
      être dérangé, être dérangée, être importuné, être importunée, que vous me contactiez, entendre parler`,
    want: `
      veux, voudrais, souhaite, souhaiterais, désire, aimerais, voulons, souhaitons, préfère, veut, désirerais, accepte, je souhaite,
      envie de, j ai envie de, vx, ai envie de, ai besoin de, je consens à, voudrions, consens à, veux bien, j accepte de, jen veux,
      en veux`,
    receive: `
      recevoir, recevoire, reçevoir, revoir, que vous m envoyiez, qu on m envoie, qu on m envoient, continuer à recevoir, être informé,
      être informée, avoir des, être destinataire de`,
    more: 'jamais, rien, dorénavant, désormais, à l avenir, plus jamais, plus rien',
    neg: 'ne, n, pas, jamais, ni, rien, non, plus jamais, plus aucun, plus aucune, plus rien, sans',
    'neg+want': 'en veux plus, en veux pas, en veux plus de, en veux plus d, en voulons plus',
    plus: 'plus, plu, plus de, plus d',
    enough: `
      assez, assez de, marre de, y en a marre, y en a marre de, ras le bol, ras le bol de, pas de, pas d, aucun, aucune, zéro, trop,
      stop aux, fini, fini les, terminé les, plus aucun, plus aucune, basta, ça suffit les, ça suffit avec`,
    uninterested: `
      pas intéressé, pas intéressée, pas intéressé par, pas intéressée par, je ne suis pas intéressé, je ne suis pas intéressée,
      je ne suis pas intéressé par, je ne suis pas intéressée par, je suis pas intéressé, je suis pas intéressée,
      je suis pas intéressé par, je suis pas intéressée par, ne m intéresse pas, ne m intéressent pas, ne m intéresse plus,
      ne m intéressent plus, ça ne m intéresse pas, ça ne m intéresse plus, ça m intéresse pas, cela ne m intéresse pas,
      cela ne m intéresse plus, je ne suis plus intéressé, je ne suis plus intéressée, je ne suis plus intéressé par,
      je ne suis plus intéressée par, m intéressent pas, m intéressent plus, m intéresse plus, m intéresse pas, aucun intérêt,
      aucun intérêt pour, plus intéressé, plus intéressée, plus intéressé par, plus intéressée par, sans intérêt, pas intéressés,
      nous ne sommes pas intéressés, nous ne sommes pas intéressés par`,
    aside: `
      j ai déjà demandé, je l ai déjà demandé, déjà demandé, je vous l ai déjà dit, je l ai déjà dit, j ai déjà dit,
      je vous ai déjà demandé, j en ai marre, j en ai marre de, j en ai assez, j en ai assez de, jen ai marre, jen ai marre de, marre,
      ras le bol, c est trop, trop de, beaucoup trop de, il y en a trop, vous m embêtez, vous me saoulez, ça me saoule, ça me soûle,
      ça m énerve, c est pénible, c est lourd, c est agaçant, c est fatigant, non merci, pour la dernière fois, dernière fois,
      mauvais numéro, ça suffit, y en a marre, c est du spam, c est du harcèlement, du harcèlement, fatigué de, fatiguée de,
      je suis fatigué de, je suis fatiguée de, lassé de, lassée de, une bonne fois pour toutes, une fois pour toutes,
      je ne me suis jamais inscrit, je ne me suis jamais inscrite, ça devient pénible, ça devient lourd, vous êtes lourds,
      c est insupportable, insupportable, quelle plaie`,
    how: `
      comment faire pour, comment puis je, comment je peux, comment, comment je fais pour, comment peut on, que faire pour, où puis je`,
    polite: `
      s il vous plaît, s il te plaît, sil vous plait, sil te plait, svp, stp, pouvez vous, pourriez vous, peux tu, pourrais tu,
      vous pouvez, vous pourriez, tu peux, merci de, merci de bien vouloir, veuillez, veuillez bien, prière de, je vous prie de,
      je vous prie, je vous demande de, je demande de, je demande à, je vous demande, je te demande de, je demande, demande de,
      demande, je vous saurais gré de, ayez l obligeance de, est il possible de, serait il possible de, est ce possible de,
      je souhaiterais, j exige, je réclame, puis je, je veux que vous, je voudrais que vous, je souhaite que vous, j aimerais que vous,
      bien vouloir, merci d, auriez vous l amabilité de, auriez vous la gentillesse de, pourrait on, peut on, pouvons nous`,
    subscribe: `
      abonner, abonnement, réabonner, réabonnement, m abonner, me réabonner, s abonner, s inscrire, m inscrire, me réinscrire,
      inscription, réinscription, abonnez moi, réabonnez moi, inscrivez moi, réinscrivez moi, réinscrire, inscrire, abonne moi,
      inscris moi, je m abonne, je me réabonne, je m inscris, je me réinscris`,
    begin: 'commencer, reprenez, recommencez, activer, réactivez, activez, redémarrer, rétablissez, rétablir, reprends, relancez les',
    again: 'à nouveau, de nouveau, encore, encore une fois',
    'act+again': 'renvoyez, renvoyez moi, renvoyer, me renvoyer',
    put: `
      remettez moi, remets moi, me remettre, remettre, remettez, mettez moi, mets moi, rajoutez, ajoutez mon numéro,
      remettez mon numéro, me mettre, replacez moi, ajoutez moi, ajoute moi, me rajouter, rajoutez moi, réintégrez moi, réintégrer`,
    subscription: 'mon abonnement, l abonnement, abonnement, mon inscription',
    unclear: `
      fin, terminer, terminé, fini, assez, ça suffit, fin svp, fermer, annuler, annulez, annule, annulation, résilier, résiliez,
      résilie, résiliation, supprimer`,
    and: 'et, donc, car, alors, puis, parce que',
    never: `
      si je, n arrête pas de, pour ne pas, en arrêtant, quand je, plus de photos, arrêtez vous, arrêtez ici, arrêter ici, arrête toi,
      stop ici`,
    filler: `
      je, j, me, m, nous, vos, tes, les, des, de, d, le, la, l, ces, cette, ce, cet, toutes, tous, toute, tout, votre, ta, ton, mes,
      mon, ma, à, aux, au, du, un, une, en, y, par, sur, dans, via, avec, pour, contre, ou, types, type, ce type de, ce genre de,
      genre, sorte, sortes, ça, cela, ceci, ici, autres, autre, chaque, jour, jours, quotidiens, quotidiennes, hebdomadaires,
      incessants, incessantes, automatiques, automatique, indésirables, indésirable, intempestifs, intempestives, non désirés,
      non désirées, non sollicités, non sollicitées, votre part, ta part, bonjour, bonsoir, salut, coucou, merci, merci beaucoup,
      merci bien, merci d avance, mille mercis, d avance, par avance, pardon, désolé, désolée, excusez moi, monsieur, madame,
      messieurs, mesdames, mademoiselle, messieurs dames, cordialement, bien à vous, sincèrement, maintenant, immédiatement,
      tout de suite, dès maintenant, rapidement, définitivement, dès aujourd hui, à partir de maintenant, bonne journée, bonne soirée,
      bonne continuation, allô, allo, bien cordialement, salutations, meilleures salutations, whats app, sms, téléphone, portable,
      numéro, entreprise, société, magasin, boutique, votre boutique, votre magasin, votre entreprise, votre société, service, canal,
      groupe, chaîne, ce canal, ce numéro, tous les jours, sans arrêt, sans cesse, tout le temps, svp merci, putain, bordel, merde,
      de merde, à la con, stupides, foutues, fichues, maudites, pénibles, aussi, vraiment, enfin, simplement, juste, quotidien, avoir,
      voir, lire, être, fins, fin commerciale, à des fins, utilisation, vers, l équipe, équipe, chers, cher, chère, hein, oui, urgent,
      urgence, tant, part, personnels, numérique, concernant, consentement, finalement, figurer, rester, faire partie, de vous, à vous,
      que vous`,
    'bare+begin': 'démarrer, reprendre, recommencer, réactiver',
  },
};
