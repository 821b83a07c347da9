import { auditEn } from '../../i18n/audit.en';
import { auditEs } from '../../i18n/audit.es';

export const DEEDS = { en: auditEn, es: auditEs };

type Deed = keyof typeof auditEn extends `audit.did.${infer Action}` ? Action : never;

/** Whether there is a sentence for an action of the audit log. */
export const isDeed = (action: string): action is Deed => Object.hasOwn(auditEn, `audit.did.${action}`);
