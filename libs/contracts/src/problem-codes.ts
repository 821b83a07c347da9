/**
 * Every `code` that an error can have: stable, so that programs may switch on it. The value says what it means to them.
 * A code is never renamed or used for something else; a new one is added here, and `docs/errors.md` follows.
 */
export const PROBLEM_CODES = {
  // The request itself
  bad_request: 'The request cannot be read; `detail` says why.',
  validation_failed: 'Some fields are wrong; `errors` names each with what would be right.',
  invalid_cursor: 'The cursor is not the `nextCursor` of an earlier page.',
  invalid_json: 'The body is not JSON.',
  invalid_form: 'The multipart form cannot be read.',
  invalid_http: 'The request is not HTTP/1.1.',
  invalid_url: 'The path or the query is not a valid URL.',
  url_too_long: 'The address is too long.',
  headers_too_large: 'The address and the headers are too large.',
  body_too_large: 'The body is larger than this route takes.',
  length_required: 'A caller who is not signed in must say how long the body is.',
  unsupported_media_type: 'The content type of the body is not one that this route takes.',
  unknown_expectation: 'The Expect header asks for something other than 100-continue.',
  method_not_allowed: 'The address exists, with other methods: see `Allow`.',
  route_not_found: 'There is no such address.',
  not_found: 'There is no such thing, or it belongs to another tenant.',
  precondition_failed: 'Somebody changed it since you read it; read it again.',
  idempotency_key_invalid: 'The Idempotency-Key is not 1 to 255 printable ASCII characters.',
  idempotency_key_reused: 'The Idempotency-Key was used for another request.',
  until_out_of_range: 'The time is not in the future, or too far in it.',
  too_many: 'The tenant has as many of these as it may have.',

  // Who is calling
  not_signed_in: 'No token and no API key came with the request.',
  invalid_credentials: 'The address, the password, the token or the API key is wrong.',
  token_expired: 'The access token has expired; get another with the refresh token.',
  access_changed: 'What the caller may do has changed; get another access token.',
  key_revoked: 'The API key was revoked, has expired, or lacks the scope.',
  forbidden: 'The role of the caller does not allow this.',
  scope_missing: 'The API key lacks the scope of this route.',
  tenant_required: 'The caller belongs to no one tenant; name it in X-Tenant-ID.',
  invalid_tenant_id: 'X-Tenant-ID is not a UUID.',
  tenant_forbidden: 'The caller does not belong to the tenant in X-Tenant-ID.',
  tenant_not_found: 'X-Tenant-ID names no tenant.',

  // How much at once
  rate_limited: 'Too many requests; `Retry-After` says when to go on.',
  too_many_connections: 'Too many requests of this address are under way.',
  too_many_attempts: 'Too many attempts failed; wait for as long as `Retry-After` says.',
  too_much_at_once: 'More is being received than there is room for; send it again shortly.',
  too_slow: 'The body came too slowly.',
  request_timeout: 'The request did not arrive in time.',

  // Something is away
  client_closed: 'The caller left before the request was complete.',
  database_unavailable: 'The database cannot be reached; nothing was changed. Try again shortly.',
  journal_unavailable: 'The webhook was not stored; send it again.',
  outcome_unknown: 'The connection was lost at the end; look whether it was done before you repeat it.',
  service_failed: 'A service ended the call without an answer.',
  service_timeout: 'A service did not answer in time.',
  service_unavailable: 'A service cannot be reached; try again shortly.',
  internal_error: 'Something went wrong on our side; give us the request id.',

  // Accounts and signing in
  already_confirmed: 'The e-mail address is confirmed already.',
  email_not_confirmed: 'Confirm your own e-mail address first.',
  email_taken: 'The address has an account already.',
  invalid_confirmation_token: 'The confirmation link was used or has expired.',
  invalid_refresh_token: 'The refresh token was used, was revoked or has expired; sign in again.',
  invalid_reset_token: 'The link for a new password was used, replaced or has expired.',
  no_password: 'The account has no password yet.',
  password_needed: 'The account would be left without a way to sign in; set a password first.',
  wrong_password: 'The current password is wrong.',
  other_account: 'The link is for another account.',
  too_many_mails: 'No more links are sent to this address for now.',
  firebase_already_linked: 'The account is linked to another Firebase account, or that one to another account here.',
  firebase_email_differs: 'The Firebase account has another e-mail address.',
  firebase_email_unverified: 'Firebase has not verified the e-mail address.',
  firebase_no_account: 'Nobody here has an account with the address of the Firebase account.',
  firebase_not_linked: 'The account is not linked to Firebase.',
  firebase_off: 'This installation takes no Firebase sign-in.',
  firebase_token_expired: 'The Firebase ID token has expired; get another from the Firebase SDK.',
  firebase_token_invalid: 'The Firebase ID token is not valid here.',
  firebase_user_disabled: 'The Firebase account is disabled.',
  firebase_unavailable: 'Firebase cannot be reached to check the token; try again shortly.',

  // Tenants and their people
  slug_taken: 'Another tenant has this slug.',
  superadmin_only: 'Only a superadmin may change this.',
  already_member: 'The address belongs to this tenant already.',
  already_invited: 'The address was invited at this very moment.',
  invitation_not_found: 'The invitation was accepted, revoked, replaced or has expired.',
  too_many_invitations: 'As many invitations are open, or were sent, as may be.',
  last_owner: 'A tenant keeps at least one owner.',
  role_too_high: 'Nobody hands out a role above their own.',
  scope_too_wide: 'An API key passes on only scopes that it has.',

  // Outlets: WhatsApp numbers
  phone_number_taken: 'Another outlet has this number.',
  whatsapp_account_not_found: 'WhatsApp knows no business account with this id under this access token.',
  whatsapp_account_restricted: 'WhatsApp has restricted the business account.',
  whatsapp_not_graph: 'What answered was not WhatsApp.',
  whatsapp_number_not_found: 'WhatsApp knows no number with this id under this access token.',
  whatsapp_number_not_in_account: 'The number belongs to another business account.',
  whatsapp_permission_missing: 'The access token lacks a permission.',
  whatsapp_rate_limited: 'WhatsApp takes no more calls for now; try again later.',
  whatsapp_refused: 'WhatsApp refused; `detail` has its words.',
  whatsapp_token_expired: 'The access token has expired.',
  whatsapp_token_invalid: 'The access token is wrong.',
  whatsapp_unavailable: 'WhatsApp cannot be reached; try again shortly.',
  access_token_unreadable: 'The stored access token cannot be read; give it again.',
  outlet_disabled: 'The outlet is disabled.',
  outlet_unconfirmed: 'The number of the outlet is not confirmed to be yours.',
  too_many_unconfirmed: 'Too many numbers are not confirmed yet.',

  // Conversations
  already_taken: 'Another agent has the conversation; `assigneeId` says who.',
  assignee_not_possible: 'The assignee is no member of the tenant who may answer.',
  nobody_available: 'Nobody of the team can take a conversation now.',
  conversation_closed: 'The conversation is closed.',
  window_closed: 'The 24-hour service window is closed; send a template.',
  content_too_large: 'The message is too large.',
  label_unknown: 'There is no such label.',
  team_unknown: 'There is no such team.',
  team_in_use: 'The team is named by conversations or settings.',
  member_not_possible: 'A member of the team is no member of the tenant who may answer.',
  name_taken: 'Another one has this name.',
  shortcut_taken: 'Another canned reply has this shortcut.',

  // Contacts and files
  contact_exists: 'A contact with this phone or user id exists.',
  identity_missing: 'The contact needs a phone or a user id.',
  identities_differ: 'Each of the two contacts has a phone, or a user id, of its own.',
  same_contact: 'A contact cannot be merged with itself.',
  link_not_valid: 'The link to the file has expired, or never was one.',
  media_expired: 'WhatsApp no longer keeps the file.',
  media_not_stored: 'The file is not stored.',
  media_stored: 'The file is stored already.',
  media_too_large: 'The file is larger than WhatsApp takes.',
  media_type_mismatch: 'The file is not of the type of the message.',

  // Knowledge
  csv_malformed: 'The CSV file cannot be read.',
  document_empty: 'The document has no text.',
  document_timeout: 'The document took too long to read.',
  document_too_long: 'The document has too much text.',
  document_unreadable: 'The document cannot be read.',
  pdf_damaged: 'The PDF file is damaged.',
  pdf_encrypted: 'The PDF file needs a password.',
  pdf_no_text: 'The PDF file has pictures and no text.',
  processing_failed: 'Reading the document failed on our side.',
  document_too_large: 'The document is too large.',
  unsupported_type: 'Documents of this type cannot be read.',
  nothing_to_publish: 'No document of the knowledge base is ready.',
  unknown_version: 'The knowledge base has no such version.',

  // Webhooks of WhatsApp
  invalid_signature: 'The signature does not fit the body.',
  invalid_verify_token: 'The verify token is wrong.',

  // Live connections
  too_many_events: 'The connection sends too many events.',
  too_many_subscriptions: 'The connection follows too many conversations.',
  unknown_event: 'There is no event of this name.',

  // The simulator's own controls
  clock_runs_forward: 'The simulated time only moves forward.',
  number_unknown: 'The simulator has no number with this id.',
  phone_not_built: 'The pages of the phone are not built.',
  webhook_unset: 'The simulator does not know where to send webhooks.',
} as const;

export type ProblemCode = keyof typeof PROBLEM_CODES;

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEM_CODES, code);
