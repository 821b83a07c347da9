import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import type { Mail } from '../../domain/mail/mail.js';

const TIMEOUT_MS = 20_000;

/** Sends mail over SMTP, or into files if no server is configured. Only this user can read them: their links are secrets. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  readonly #from: string;
  readonly #folder: string;
  readonly #smtp: ReturnType<typeof smtpTransport> | undefined;
  readonly #composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(@Inject(CONFIG) config: Config) {
    this.#from = config.MAIL_FROM;
    this.#folder = join(config.DATA_DIR, 'mail');
    this.#smtp = config.SMTP_URL ? smtpTransport(config.SMTP_URL) : undefined;
  }

  /**
   * @param id makes the Message-ID and the file's name, so that a mail sent twice after a crash can be recognised
   * @returns how it left @throws the error of SMTP or the disk
   */
  async send(id: string, mail: Mail): Promise<'smtp' | 'file'> {
    const { to, subject, text } = mail;
    const message = { from: this.#from, to: { name: '', address: to }, subject, text, messageId: `<${id}@chasqui>` };
    if (this.#smtp) {
      await this.#smtp.sendMail(message);
      return 'smtp';
    }
    const composed = await this.#composer.sendMail(message);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = join(this.#folder, `${id}.eml`);
    await writeFile(`${file}.part`, readable(composed.message as Buffer, text), { mode: 0o600 });
    await rename(`${file}.part`, file);
    return 'file';
  }

  onApplicationShutdown(): void {
    this.#smtp?.close();
  }
}

/**
 * The same mail with its text as it is (8bit; RFC 2045, section 6.2): people copy links out of the file, and quoted-printable, which servers
 * want for SMTP, breaks lines and writes `=` as `=3D`.
 */
function readable(composed: Buffer, text: string): string {
  const source = composed.toString('utf8');
  const head = source.slice(0, source.indexOf('\r\n\r\n')).replace(/^Content-Transfer-Encoding: .*$/im, 'Content-Transfer-Encoding: 8bit');
  return `${head}\r\n\r\n${text.replaceAll(/\r?\n/g, '\r\n')}`;
}

const smtpTransport = (url: string) =>
  createTransport({ url, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS });
