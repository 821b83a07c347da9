/** The error of Graph behind an outlet's present problem, for the person who has to correct it. */
export const whatWhatsappSaid = {
  name: '0022-what-whatsapp-said',
  sql: `alter table tenant.outlets add column whatsapp_error jsonb;`,
};
