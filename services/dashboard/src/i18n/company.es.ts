import type { companyEn } from './company.en';

export const companyEs: Record<keyof typeof companyEn, string> = {
  'keys.use': 'Va en la cabecera X-API-Key de cada solicitud. Esta llamada funciona con esta clave:',
  'keys.example': 'Ejemplo',
  'keys.examplePhone': 'Envía «Hello». {phone} es un número que no tiene nadie: ponga en su lugar el de un cliente.',
  'keys.copy': 'Copiar clave',
  'keys.copyCall': 'Copiar llamada',
  'keys.kept': 'Ya la guardé',
  'keys.leaveTitle': '¿Cerrar sin la clave?',
  'keys.leaveText': 'Todavía no ha copiado la clave, y no se vuelve a mostrar. Sin ella tendría que crear otra.',
  'keys.leave': 'Cerrar sin ella',
  'keys.stay': 'Volver a la clave',
  'demo.logins': 'Recorra la demo',
  'demo.loginsText': 'Elija con quién entrar. Estas cuentas solo existen en la demo de este equipo.',
  'demo.title': 'Esto es la demo',
  'demo.none':
    'Aquí WhatsApp se simula: no se envían mensajes reales y se acepta cualquier token. Obtenga un número y escríbale desde el teléfono del navegador.',
  'demo.write':
    'Aquí WhatsApp se simula: no se envían mensajes reales y se acepta cualquier token. Escriba a su número desde el teléfono del navegador.',
  'demo.connect': 'Obtener un número de demo',
  'demo.phone': 'Abrir el teléfono',
};
