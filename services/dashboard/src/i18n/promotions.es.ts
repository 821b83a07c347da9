import type { promotionsEn } from './promotions.en';

export const promotionsEs: Record<keyof typeof promotionsEn, string> = {
  title: 'Promociones',
  text: 'Los clientes dejan de recibir promociones al escribir BAJA, STOP, SAIR y similares, en once idiomas. Añade tus propias palabras; cuentan cuando son todo el mensaje.',
  optOutWords: 'Tus palabras para no recibir promociones',
  optInWords: 'Tus palabras para recibir promociones',
  wordsHint: 'Una por línea, hasta 20. Da igual si van en mayúsculas o con acentos.',
  doubleOptIn: 'Pedir que lo confirmen',
  doubleOptInHint: 'A quien quiere promociones se le pregunta una vez, con un mensaje de dos botones. Solo el «sí» cuenta como aceptado.',
  on: 'Sí',
  off: 'No',
  saved: 'Se guardaron las reglas de las promociones',
};
