import type { Phrases } from './phrases.js';

export const IT: Phrases = {
  stop: `
    Cancellatemi per favore
    Basta promozioni
    Non scrivetemi più
    Non voglio ricevere messaggi
    Vorrei disiscrivermi dalla lista
    Smettete di scrivermi
    Toglietemi da questa lista
    Potreste rimuovere il mio numero?
    niente più offerte grazie
    Annullate la mia iscrizione
    Non inviatemi altra pubblicità
    Non sono più interessata, cancellatemi
    Stop ai messaggi pubblicitari
    Mai più pubblicità
    nn mandatemi + messaggi
    Eliminatemi dal database
    Salve, vorrei essere rimosso dalla mailing list, grazie
    Sono stanco di questi messaggi, basta
    Lasciatemi in pace
    Disattivate le notifiche promozionali
    Non desidero comunicazioni commerciali
    Troppi messaggi, toglietemi`,
  lookAlike: `
    Non cancellatemi
    Non voglio essere cancellata dalla lista
    Come mi disiscrivo?
    Cancellate la consegna
    Basta così
    Non ricevo più le offerte
    Perché avete smesso di scrivermi?
    Togliete le olive dalla pizza
    Voglio più offerte
    Avete altre promozioni?
    Non voglio la rossa
    Il treno si ferma qui?
    Non smettete di mandarmi offerte
    Non mandatemi la fattura
    Quando finiscono i saldi?
    Annulla l'appuntamento
    Mi sono cancellato per sbaglio
    Il motore si è fermato
    Posso eliminare il mio account?
    Non scrivete sul pacco
    La pubblicità diceva dieci euro
    Se rispondo STOP cosa succede?`,
  start: `
    Iscrizione
    iscrivetemi nuovamente
    voglio ricevere promozioni
    riattiva notifiche
    aggiungetemi alla lista
    riprendete a mandarmi le offerte`,
  unclear: `
    Annulla
    cancella tutto
    Fine
    disdire`,
};
