import type { unsubscribersEn } from './unsubscribers.en';

export const unsubscribersEs: Record<keyof typeof unsubscribersEn, string> = {
  'unsubscribers.text':
    'Clientes que no quieren promociones. No reciben ninguna, la envíe quien la envíe, hasta que ellos mismos escriban ALTA o START, o se registre un consentimiento posterior.',
  'unsubscribers.none': 'Nadie se ha dado de baja',
  'unsubscribers.noneText': 'Quien escribe BAJA, o una palabra así en otro idioma, aparece aquí.',
  'unsubscribers.contact': 'Cliente',
  'unsubscribers.unnamed': 'Sin nombre',
  'unsubscribers.phone': 'Número',
  'unsubscribers.at': 'Desde',
  'unsubscribers.source': 'Cómo se sabe',
  'unsubscribers.wording': 'Sus palabras',
  'unsubscribers.export': 'Exportar como CSV',
  'unsubscribers.exported': 'Exportado',
};
