import type { ServiceName } from '#contracts';
import type { Secrets } from '../../deploy/embedded/src/secrets.js';

/**
 * Each secret of an installation, and the services that need it: nobody else has it.
 *
 * @param dataKey of the data folder @param outside what the operator's environment holds
 */
export function secretHolders(
  own: Secrets,
  dataKey: string,
  outside: Readonly<
    Record<'OPENAI_API_KEY' | 'SMTP_URL' | 'S3_SECRET_ACCESS_KEY' | 'FIREBASE_PROJECT_ID' | 'AWS_SECRET_ACCESS_KEY' | 'PGPASSWORD', string>
  >,
): readonly (readonly [what: string, secret: string, services: readonly ServiceName[]])[] {
  return [
    ['the key of DATA_DIR', dataKey, []],
    ['the password of the database owner', own.postgresPassword, []],
    ['what database passwords follow from', own.databaseRoleSecret, []],
    ['what NATS passwords follow from', own.natsSecret, []],
    ['what identity keys follow from', own.internalSecret, ['gateway']],
    ['the key of access tokens', own.authJwtSecret, ['tenant', 'gateway']],
    ['the key of WhatsApp tokens', own.encryptionKeys, ['tenant', 'message-sender']],
    ['the key of webhook secrets', own.webhookEncryptionKeys, ['outgoing-webhooks']],
    ['the key of model keys', own.modelEncryptionKeys, ['tenant', 'llm-orchestration']],
    ['the key of connections', own.commerceEncryptionKeys, ['commerce']],
    ['the pepper of codes', own.otpPepper, ['engagement']],
    ['what secrets of flows follow from', own.flowCallKey, ['engagement']],
    ['the key of mails', own.mailEncryptionKeys, ['tenant']],
    ['the key of media links', own.mediaLinkSecret, ['conversation']],
    ['the key of refusals', own.refusalHashKey, ['conversation', 'message-sender']],
    ['the app secret', own.whatsappAppSecret, ['gateway', 'whatsapp-simulator']],
    ['the verify token', own.whatsappVerifyToken, ['gateway', 'whatsapp-simulator']],
    ['the superadmin’s password', own.superadminPassword, ['tenant']],
    ['the model key', outside.OPENAI_API_KEY, ['knowledge', 'llm-orchestration']],
    ['the mail server', outside.SMTP_URL, ['tenant']],
    ['the object store', outside.S3_SECRET_ACCESS_KEY, ['tenant', 'knowledge', 'conversation', 'message-sender']],
    ['the Firebase project', outside.FIREBASE_PROJECT_ID, ['tenant', 'gateway']],
    ['a secret of the operator', outside.AWS_SECRET_ACCESS_KEY, []],
    ['the owner’s password in the environment', outside.PGPASSWORD, []],
  ];
}
