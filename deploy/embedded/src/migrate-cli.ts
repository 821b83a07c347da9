import { checkDatabase } from './postgres.js';
import { LaunchError } from './launch-error.js';
import { migrateDatabase } from './migrate.js';

/** `npm run migrate`: brings the database of DATABASE_URL (owner) to the present schema, for installations that run the services themselves. */
const { DATABASE_URL: ownerUrl, DATABASE_ROLE_SECRET: roleSecret } = process.env;

try {
  if (!ownerUrl || !URL.canParse(ownerUrl) || !roleSecret || roleSecret.length < 16) {
    throw new LaunchError(
      'invalid_environment',
      'DATABASE_URL (owner of the database) and DATABASE_ROLE_SECRET (at least 16 characters, the same that the services get) are needed.',
      'DATABASE_URL=postgres://owner:...@host/chasqui DATABASE_ROLE_SECRET=... npm run migrate',
    );
  }
  await checkDatabase(ownerUrl);
  const applied = await migrateDatabase(ownerUrl, roleSecret, (line) => process.stderr.write(`${line}\n`));
  process.stderr.write(`✓ ${applied} migrations applied\n`);
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  process.stderr.write(`✗ ${error.message}\n  ${error.fix} [${error.code}]\n`);
  process.exitCode = 1;
}
