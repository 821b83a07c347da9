import { checkDatabase } from '#local-servers/postgres.js';
import { LaunchError } from '#local-servers/launch-error.js';
import { migrateDatabase } from './migrate.js';
import { checkNats, createStreams } from '#local-servers/nats.js';

/**
 * `npm run migrate`: brings the database of DATABASE_URL (owner) to the present schema, for installations that run the services themselves;
 * with NATS_URL also the streams, which services with users of their own (NATS_SECRET) may not create.
 */
const { DATABASE_URL: ownerUrl, DATABASE_ROLE_SECRET: roleSecret, NATS_URL: natsUrl } = process.env;

try {
  if (!ownerUrl || !URL.canParse(ownerUrl) || !roleSecret || roleSecret.length < 16) {
    throw new LaunchError(
      'invalid_environment',
      'DATABASE_URL (owner of the database) and DATABASE_ROLE_SECRET (at least 16 characters; the services get what follows from it by `npm run credentials`) are needed.',
      'DATABASE_URL=postgres://owner:...@host/chasqui DATABASE_ROLE_SECRET=... npm run migrate',
    );
  }
  await checkDatabase(ownerUrl);
  const applied = await migrateDatabase(ownerUrl, roleSecret, (line) => process.stderr.write(`${line}\n`));
  process.stderr.write(`✓ ${applied} migrations applied\n`);
  if (natsUrl) {
    await checkNats(natsUrl);
    await createStreams(natsUrl);
    process.stderr.write('✓ streams and consumers are there\n');
  }
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  process.stderr.write(`✗ ${error.message}\n  ${error.fix} [${error.code}]\n`);
  process.exitCode = 1;
}
