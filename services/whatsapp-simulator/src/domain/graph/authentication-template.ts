import type { TemplateComponent } from './template.js';

/**
 * The text of an authentication template, which Meta writes itself, in English: a definition only says what belongs into it. Source: Meta,
 * "Authentication templates".
 */
export function withFixedTexts(components: readonly TemplateComponent[]): TemplateComponent[] {
  return components.map((component) => {
    switch (component.type) {
      case 'BODY': {
        const advice = component.add_security_recommendation ? ' For your security, do not share this code.' : '';
        return { ...component, text: `*{{1}}* is your verification code.${advice}` };
      }
      case 'FOOTER':
        return { ...component, text: `This code expires in ${String(component.code_expiration_minutes)} minutes.` };
      case 'BUTTONS':
        return {
          ...component,
          buttons: (component.buttons ?? []).map((button) => ({
            type: 'URL',
            text: button.text ?? 'Copy code',
            url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}',
          })),
        };
      default:
        return component;
    }
  });
}
