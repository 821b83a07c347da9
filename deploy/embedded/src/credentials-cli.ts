import { credentialsOf, natsAuthorization } from './credentials.js';
import { LaunchError } from '#local-servers/launch-error.js';

/**
 * `npm run --silent credentials -- <service>` prints the environment of one service, `-- nats` the users of a nats-server, both from the
 * secrets of the installation in the environment. What it prints is secret.
 */
try {
  const [of = ''] = process.argv.slice(2);
  if (of === 'nats') process.stdout.write(`${natsAuthorization(process.env)}\n`);
  else for (const [name, value] of Object.entries(await credentialsOf(of, process.env))) process.stdout.write(`${name}=${value}\n`);
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  process.stderr.write(`✗ ${error.message}\n  ${error.fix} [${error.code}]\n`);
  process.exitCode = 1;
}
