import type { quotaBannerEn } from './quota-banner.en';

export const quotaBannerEs: Record<keyof typeof quotaBannerEn, string> = {
  'quota.label': 'Límites de su plan',
  'quota.messages': 'Salieron {used} de {limit} mensajes de este mes.',
  'quota.aiReplies': 'Se usaron {used} de {limit} respuestas del asistente este mes.',
  'quota.contacts': 'Tiene {used} de {limit} contactos.',
  'quota.outlets': 'Tiene {used} de {limit} números de WhatsApp.',
  'quota.users': 'Tiene {used} de {limit} personas e invitaciones abiertas.',
  'quota.documents': 'Tiene {used} de {limit} documentos.',
  'quota.stopped.messages': 'No sale nada más hasta el próximo mes o un plan mayor.',
  'quota.stopped.aiReplies': 'Las preguntas pasan a su equipo hasta el próximo mes o un plan mayor.',
  'quota.stopped.contacts': 'No se pueden agregar más; los clientes que escriban siguen siendo contactos.',
  'quota.stopped.outlets': 'No se pueden agregar más.',
  'quota.stopped.users': 'No se pueden agregar más.',
  'quota.stopped.documents': 'No se pueden agregar más.',
  'quota.paid': 'El depósito paga lo demás.',
  'quota.upgrade': 'Ver planes mayores',
  'quota.hide': 'Ocultar hasta que cambie',
};
