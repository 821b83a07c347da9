import type { costsEn } from './costs.en';

export const costsEs: Record<keyof typeof costsEn, string> = {
  'costs.text': 'Lo que WhatsApp cobra por sus mensajes y lo que cuestan las respuestas del asistente. Los días se cuentan en UTC.',
  'costs.total': 'Total',
  'costs.final': 'Cobrado',
  'costs.finalText': 'De mensajes entregados cuyo cobro WhatsApp ya informó',
  'costs.estimated': 'Estimado',
  'costs.estimatedText': 'Según la tarifa, hasta que WhatsApp o el proveedor lo cobre',
  'costs.days': 'Por día',
  'costs.daysLabel': 'Costos por día en {currency}; el mayor, el {day}: {amount}',
  'costs.category': 'Por categoría',
  'costs.outlet': 'Por número',
  'costs.model': 'Respuestas por modelo',
  'costs.name': 'Nombre',
  'costs.quantity': 'Mensajes o respuestas',
  'costs.answers': 'Respuestas del asistente',
  'costs.tried': 'Pruebas de su equipo',
  'costs.unknown': 'No se sabe',
  'costs.gone': 'Un número que ya no está',
  'costs.none': 'Todavía no hay costos',
  'costs.noneText': 'Aparecen aquí cuando salen mensajes y el asistente responde.',
  'costs.unpriced': 'No hay precio importado para {count} mensajes o respuestas. No están en ningún importe.',
};
