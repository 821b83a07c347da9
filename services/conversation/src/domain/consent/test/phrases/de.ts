import type { Phrases } from './phrases.js';

export const DE: Phrases = {
  stop: `
    Bitte abmelden
    Keine Nachrichten mehr
    Ich will keine Werbung
    Schreibt mir nicht mehr
    Nehmen Sie meine Nummer aus der Liste
    Stoppt die Werbung
    Könntet ihr mich bitte austragen?
    bitte keine Angebote mehr schicken
    Ich möchte den Newsletter abbestellen
    Genug Werbung
    Hören Sie auf, mir zu schreiben
    Löscht meine Nummer bitte
    Wir möchten keine Mails mehr erhalten
    Ich habe kein Interesse an euren Angeboten
    Zu viele Nachrichten, bitte abmelden
    moechte mich austragen
    Schickt mir keine Rabattcodes mehr
    Bitte entfernen Sie mich aus Ihrer Datenbank, vielen Dank
    Ich widerrufe meine Einwilligung
    nie wieder Werbung
    Lasst mich in Ruhe
    Streicht mich vom Verteiler`,
  lookAlike: `
    Ihr schickt mir keine Angebote mehr
    Sie schreiben mir nicht mehr
    Stoppen Sie hier
    Ich habe noch keine Nachricht
    Bitte melden Sie mich nicht ab
    Ich will nicht raus
    Wie kann ich mich abmelden?
    Stoppt die Lieferung
    Bekomme ich keine Werbung mehr?
    Schreibt mir nicht auf den Karton
    Ich bekomme keine Nachrichten mehr
    Habt ihr keine Angebote mehr?
    Löschen Sie die zweite Position
    Ist die Uhr stehen geblieben?
    Ich möchte keine Tomaten
    Ich will mehr Angebote
    Warum schickt ihr keine Newsletter mehr?
    Bitte nicht stornieren
    Ich habe die Abmeldung nicht veranlasst
    Kann ich das Auto online abmelden?
    Nehmen Sie Kreditkarte?
    Ich will meine Werbung bei euch drucken
    Wann hört der Regen auf?
    Bitte keine Benachrichtigung beim Nachbarn abgeben
    Nicht mehr verfügbar?
    Hört bitte nicht auf mit den Angeboten`,
  start: `
    Anmeldung
    ich möchte mich wieder anmelden
    Newsletter abonnieren
    nehmt mich wieder in den Verteiler auf
    ich will wieder Angebote erhalten
    Werbung fortsetzen`,
  unclear: `
    Stornieren
    kündigen bitte
    Beenden
    ende`,
};
