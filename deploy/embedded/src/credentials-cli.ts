import { composeSecrets, credentialsOf, natsAuthorization } from './credentials.js';
import { LaunchError } from '#local-servers/launch-error.js';

/**
 * `npm run --silent credentials -- <service>` prints the environment of one service, `-- nats` the users of a nats-server, both from the
 * secrets of the installation in the environment; `-- compose` prints a whole `.env` for `docker-compose.yml`, with new secrets where the
 * environment gives none. What it prints is secret.
 */
try {
  const [of = ''] = process.argv.slice(2);
  if (of === 'nats') process.stdout.write(`${natsAuthorization(process.env)}\n`);
  // Docker replaces nothing within quotes.
  else if (of === 'compose') print(composeSecrets(process.env), "'");
  else print(await credentialsOf(of, process.env));
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  process.stderr.write(`✗ ${error.message}\n  ${error.fix} [${error.code}]\n`);
  process.exitCode = 1;
}

function print(settings: Record<string, string>, quote = ''): void {
  for (const [name, value] of Object.entries(settings)) process.stdout.write(`${name}=${quote}${value}${quote}\n`);
}
