import { BaselineGroupCommit } from './group-commit.js';

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

export const appSecret = (): string => required('WHATSAPP_APP_SECRET');

export const groupCommit = (): BaselineGroupCommit =>
  new BaselineGroupCommit(
    required('BASELINE_DATABASE_URL'),
    required('BASELINE_TABLE'),
    required('BASELINE_NAME'),
    process.env.BASELINE_ENCODING === 'array' ? 'array' : 'packed',
  );

/** Tells the parent, and ends with it. */
export function reportReady(port: number): void {
  process.on('disconnect', () => process.exit(0));
  process.on('SIGTERM', () => process.exit(0));
  process.send!({ ready: true, url: `http://127.0.0.1:${port}` });
}
