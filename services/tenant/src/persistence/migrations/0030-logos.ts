/** A logo may be uploaded: the bytes are in the object store, under this id. */
export const logos = {
  name: '0030-logos',
  sql: `
alter table tenant.branding add column logo_id uuid, add column logo_type text,
  add constraint branding_one_logo check (logo_id is null or (logo_url is null and logo_type is not null));
`,
};
