import type { Phrases } from './phrases.js';

export const ES: Phrases = {
  stop: `
    Ya no quiero estar en su lista
    Baja por favor
    Quiero que me den de baja
    No me envíes más promociones
    Sácame de tu lista
    Paren de mandar mensajes
    no deseo más publicidad
    Ya no quiero recibir ofertas por WhatsApp
    ¿Pueden eliminarme de la lista de difusión?
    Deja de escribirme
    Cancelen los mensajes promocionales
    Basta ya de ofertas
    quítame de esta lista porfa
    No me molesten más
    No estoy interesada, elimínenme de su base de datos
    Buenas tardes, solicito la baja. Gracias
    ni una promoción más
    nunca más me escriban
    no kiero mas publicidad
    Estoy harta de sus mensajes, bórrenme
    Nos pueden dar de baja por favor?
    Retiren mi teléfono de la lista de promociones
    Demasiados mensajes, baja`,
  lookAlike: `
    No me manda mensajes
    ¿Pueden cancelar?
    Basta con eso
    ¿Puede ser retirado en la tienda?
    Para
    No mensajes
    No quiero que me den de baja
    Para mí la roja
    Dar de baja la línea móvil
    Quiero dar de baja mi línea
    No me borren de la lista
    ¿Cómo me doy de baja?
    La baja, por favor
    ¿Bajan las ofertas mañana?
    Ya no recibo sus mensajes
    Nunca me llegan las promociones
    ¿Por qué ya no me escriben?
    Quiero promociones
    ¿Hay más ofertas?
    Cancelen el envío de la heladera
    No me manden la factura por correo
    Borra mi dirección anterior
    Quita el cargo de mi cuenta
    No pedí darme de baja
    Basta con una unidad
    ¿Dejaron de vender este modelo?
    No me interesa el azul
    Estoy esperando que paren la lluvia
    El volumen está muy alto`,
  start: `
    Alta por favor
    quiero suscribirme otra vez
    reactiven los mensajes
    vuelvan a enviarme promociones
    agréguenme de nuevo a la lista
    deseo recibir publicidad nuevamente`,
  unclear: `
    cancelar
    Cancelar suscripción
    Finalizar
    anulen`,
};
