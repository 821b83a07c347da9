import type { Phrases } from './phrases.js';

export const FR: Phrases = {
  stop: `
    Désabonnez-moi s'il vous plaît
    STOP PUBLICITÉ
    Je ne souhaite plus recevoir de messages de votre part
    Cessez de m'écrire
    Merci de supprimer mon numéro de vos fichiers
    Plus aucune pub
    Ne me contactez plus
    arrêtez vos promos
    Pourriez-vous me retirer de la liste de diffusion ?
    Assez de publicités
    je veux pas de vos pubs
    Je voudrais me désinscrire, merci d'avance
    Pas intéressée, stop
    Rayez-moi de vos listes
    Ne m'envoyez plus rien
    J'en ai marre, désabonnez moi
    Laissez-moi tranquille avec vos offres
    Bonjour, je ne veux plus être sollicitée
    Stop whatsapp promo
    Trop de messages, stop
    Vos offres ne m'intéressent plus
    désinscription de la newsletter svp`,
  lookAlike: `
    Vous ne m'envoyez plus de promos.
    Arrêtez-vous ici
    Ne me désabonnez pas
    Je ne veux pas arrêter de recevoir vos offres
    Comment se désabonner ?
    Je veux plus de promos
    Plus de pub à la radio aujourd'hui ?
    Vous n'envoyez plus de promotions ?
    Arrêtez la livraison svp
    Je n'ai plus vos messages
    Votre offre est terminée ?
    Supprimez le deuxième article
    Je ne veux plus de cette couleur
    L'arrêt de tram est où ?
    Le livreur n'a pas laissé de message
    Retirez le fromage
    Annuler le rendez-vous de demain
    Je veux voir vos offres
    Pourquoi suis-je désabonné ?
    Pas de promo sur les vestes ?
    Ma montre s'est arrêtée
    Stoppez-vous les ventes ce soir ?
    N'arrêtez pas les promos
    Si je réponds STOP que se passe-t-il ?`,
  start: `
    Réabonnement
    abonnez-moi à nouveau
    je souhaite recevoir vos promotions
    remettez mon numéro sur la liste
    reprendre les messages
    m'inscrire à la newsletter`,
  unclear: `
    annuler
    annulez svp
    Fin
    Résiliation`,
};
