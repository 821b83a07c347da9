import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from '#local-servers/launch-error.js';

/** Everything secret that an installation needs, each from the environment or derived from the installation's own key. */
export interface Secrets {
  /** Password of the embedded Postgres' owner. */
  postgresPassword: string;
  natsSecret: string;
  /** What the passwords of the services' database roles follow from. No service gets it, nor `natsSecret`, nor, but for the gateway, `internalSecret`. */
  databaseRoleSecret: string;
  internalSecret: string;
  mediaLinkSecret: string;
  refusalHashKey: string;
  authJwtSecret: string;
  /** `k1:<base64 of 32 bytes>`, comma-separated when several. */
  encryptionKeys: string;
  mailEncryptionKeys: string;
  webhookEncryptionKeys: string;
  commerceEncryptionKeys: string;
  otpPepper: string;
  flowCallKey: string;
  modelEncryptionKeys: string;
  whatsappAppSecret: string;
  whatsappVerifyToken: string;
  superadminEmail: string;
  superadminPassword: string;
  /**
   * A further secret by its label: the same label gives the same secret in every run of this DATA_DIR, so that seeding may be
   * repeated after a crash. Lower-case hex, two characters a byte.
   */
  derive(label: string, bytes?: number): string;
}

const ENVIRONMENT = {
  databaseRoleSecret: 'DATABASE_ROLE_SECRET',
  natsSecret: 'NATS_SECRET',
  internalSecret: 'INTERNAL_SECRET',
  mediaLinkSecret: 'MEDIA_LINK_SECRET',
  refusalHashKey: 'REFUSAL_HASH_KEY',
  authJwtSecret: 'AUTH_JWT_SECRET',
  encryptionKeys: 'ENCRYPTION_KEYS',
  mailEncryptionKeys: 'MAIL_ENCRYPTION_KEYS',
  webhookEncryptionKeys: 'WEBHOOK_ENCRYPTION_KEYS',
  commerceEncryptionKeys: 'COMMERCE_ENCRYPTION_KEYS',
  otpPepper: 'OTP_PEPPER',
  flowCallKey: 'FLOW_CALL_KEY',
  modelEncryptionKeys: 'MODEL_ENCRYPTION_KEYS',
  whatsappAppSecret: 'WHATSAPP_APP_SECRET',
  whatsappVerifyToken: 'WHATSAPP_VERIFY_TOKEN',
  superadminEmail: 'BOOTSTRAP_SUPERADMIN_EMAIL',
  superadminPassword: 'BOOTSTRAP_SUPERADMIN_PASSWORD',
} as const;

/**
 * Secrets of this DATA_DIR. Only one random key is stored (`secrets.json`, mode 0600); all else is derived from it (HKDF-SHA256,
 * RFC 5869) and so is written nowhere in the clear.
 *
 * @throws LaunchError `data_dir_not_writable` when secrets.json is there but unusable: making a new key would orphan the data.
 */
export function loadSecrets(dataDir: string, env: Record<string, string | undefined>): Secrets {
  const key = loadKey(join(dataDir, 'secrets.json'));
  const deriveBytes = (label: string, bytes: number) => Buffer.from(hkdfSync('sha256', key, 'chasqui', label, bytes));
  const derive = (label: string, bytes = 32) => deriveBytes(label, bytes).toString('hex');
  const fromEnvironment = (name: keyof typeof ENVIRONMENT) => env[ENVIRONMENT[name]] || undefined;
  return {
    postgresPassword: derive('postgres-password'),
    natsSecret: fromEnvironment('natsSecret') ?? derive('nats-secret'),
    databaseRoleSecret: fromEnvironment('databaseRoleSecret') ?? derive('database-role-secret'),
    internalSecret: fromEnvironment('internalSecret') ?? derive('internal-secret'),
    mediaLinkSecret: fromEnvironment('mediaLinkSecret') ?? derive('media-link-secret'),
    refusalHashKey: fromEnvironment('refusalHashKey') ?? derive('refusal-hash-key'),
    authJwtSecret: fromEnvironment('authJwtSecret') ?? derive('auth-jwt-secret'),
    encryptionKeys: fromEnvironment('encryptionKeys') ?? `k1:${deriveBytes('encryption-key-1', 32).toString('base64')}`,
    modelEncryptionKeys: fromEnvironment('modelEncryptionKeys') ?? `l1:${deriveBytes('model-encryption-key-1', 32).toString('base64')}`,
    webhookEncryptionKeys:
      fromEnvironment('webhookEncryptionKeys') ?? `w1:${deriveBytes('webhook-encryption-key-1', 32).toString('base64')}`,
    commerceEncryptionKeys:
      fromEnvironment('commerceEncryptionKeys') ?? `c1:${deriveBytes('commerce-encryption-key-1', 32).toString('base64')}`,
    otpPepper: fromEnvironment('otpPepper') ?? derive('otp-pepper'),
    flowCallKey: fromEnvironment('flowCallKey') ?? derive('flow-call-key'),
    mailEncryptionKeys: fromEnvironment('mailEncryptionKeys') ?? `m1:${deriveBytes('mail-encryption-key-1', 32).toString('base64')}`,
    // Meta's app secrets are 32 hex characters.
    whatsappAppSecret: fromEnvironment('whatsappAppSecret') ?? derive('whatsapp-app-secret', 16),
    whatsappVerifyToken: fromEnvironment('whatsappVerifyToken') ?? derive('whatsapp-verify-token', 16),
    superadminEmail: fromEnvironment('superadminEmail') ?? 'admin@chasqui.example',
    superadminPassword: fromEnvironment('superadminPassword') ?? derive('superadmin-password', 12),
    derive: (label, bytes) => derive(`derived:${label}`, bytes),
  };
}

/** The account that the tenant service creates at its first boot. */
export const superadmin = (secrets: Secrets): { email: string; password: string } => ({
  email: secrets.superadminEmail,
  password: secrets.superadminPassword,
});

function loadKey(path: string): Buffer {
  if (!existsSync(path)) {
    // Linked into place, so that the file is whole from the moment it exists and is never replaced.
    const next = `${path}.${process.pid}.tmp`;
    writeFileSync(next, `${JSON.stringify({ version: 1, key: randomBytes(32).toString('base64') }, null, 2)}\n`, { mode: 0o600 });
    try {
      linkSync(next, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(next, { force: true });
    }
  }
  try {
    const stored = JSON.parse(readFileSync(path, 'utf8')) as { key?: unknown };
    const key = Buffer.from(String(stored.key), 'base64');
    if (key.length === 32) return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') {
      throw new LaunchError('data_dir_not_writable', `${path} belongs to another user.`, 'Start as that user, or use another DATA_DIR.');
    }
  }
  throw new LaunchError(
    'data_dir_not_writable',
    `${path} is damaged; the passwords and encryption keys of this DATA_DIR come from it.`,
    'Put the file back from a backup, or start anew with another DATA_DIR.',
  );
}
