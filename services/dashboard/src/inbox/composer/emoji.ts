/** Emoji that people write to customers with, and the words in English and Spanish by which they are found. */
const GROUPS = [
  [
    'faces',
    `😀 smile happy sonrisa feliz|😃 smile happy sonrisa feliz|😄 laugh happy risa feliz|😁 grin happy sonrisa|😅 sweat relief sudor alivio|😂 joy laugh tears risa lágrimas|🤣 rolling laugh risa|🙂 slight smile sonrisa|😉 wink guiño|😊 blush smile sonrojo sonrisa|😇 angel ángel|🥰 love hearts amor corazones|😍 love eyes amor ojos|😘 kiss beso|😋 yummy rico|😎 cool sunglasses gafas|🤩 star excited estrella emoción|🥳 party celebrate fiesta celebrar|🤗 hug abrazo|🤔 think pensar|🤫 quiet silencio|😐 neutral neutral|😬 grimace mueca|🙄 eyes roll ojos|😴 sleep sueño dormir|🤒 sick ill enfermo|🤕 hurt herido|😕 confused confuso|😟 worried preocupado|🙁 sad triste|😮 surprised sorpresa|😳 flushed vergüenza|🥺 please plead por favor|😢 cry tear llorar lágrima|😭 cry loud llorar|😱 scream shock grito|😤 huff enfado|😡 angry enojado enfadado|🤯 mind blown asombro|🥶 cold frío|🥵 hot calor`,
  ],
  [
    'hands',
    `👍 thumbs up yes ok good pulgar sí bien|👎 thumbs down no bad pulgar mal|👌 ok perfect perfecto|✌️ peace victory paz victoria|🤞 luck fingers suerte dedos|🤝 handshake deal trato acuerdo|👏 clap applause aplauso|🙌 hands celebrate manos celebrar|🙏 thanks please pray gracias por favor|👋 wave hello bye hola adiós saludo|✋ stop hand alto mano|💪 strong muscle fuerza|👇 down below abajo|👆 up above arriba|👉 right derecha|👈 left izquierda|✍️ write sign escribir firmar|👀 eyes look ojos mirar|🤷 shrug dunno no sé|🙋 raise hand pregunta mano|💁 help information ayuda información`,
  ],
  [
    'hearts',
    `❤️ heart love red corazón amor rojo|🧡 heart orange corazón naranja|💛 heart yellow corazón amarillo|💚 heart green corazón verde|💙 heart blue corazón azul|💜 heart purple corazón morado|🖤 heart black corazón negro|💔 broken heart corazón roto|💯 hundred perfect cien perfecto|✨ sparkles brillo|⭐ star estrella|🌟 star glow estrella|🔥 fire hot fuego|🎉 party tada fiesta|🎊 confetti confeti|🎁 gift present regalo|🎂 birthday cake cumpleaños pastel|🏆 trophy win trofeo premio`,
  ],
  [
    'work',
    `✅ check done yes hecho listo sí|☑️ check casilla|❌ cross no wrong error no|❓ question pregunta|❗ important importante|⚠️ warning careful aviso cuidado|🚫 forbidden no prohibido|ℹ️ information información|📦 package parcel order paquete pedido|🚚 truck delivery shipping camión entrega envío|✈️ plane travel avión viaje|🏠 house home casa|🏪 shop store tienda|🛒 cart basket carrito compra|🛍️ shopping bags bolsas compras|💳 card pay tarjeta pagar|💰 money dinero|💵 cash money efectivo dinero|🧾 receipt invoice recibo factura|🏷️ price label precio etiqueta|📞 phone call teléfono llamada|📱 mobile phone móvil celular|💻 computer laptop computadora ordenador|📧 mail email correo|💬 chat message mensaje|📝 note form nota formulario|📄 document page documento|📎 attachment clip adjunto|📷 camera photo foto cámara|🔗 link enlace|🔑 key llave clave|🔒 lock secure candado seguro|🔧 repair tool reparar herramienta|⚙️ settings gear ajustes|📅 calendar date calendario fecha|⏰ alarm clock alarma reloj|⏳ wait time espera tiempo|🕐 clock hour reloj hora|📍 place pin location lugar ubicación|🗺️ map mapa|📈 up growth subida|📉 down bajada|💡 idea light idea luz|🔔 bell reminder campana recordatorio|🎧 headphones support auriculares soporte|🌐 web internet`,
  ],
  [
    'life',
    `☀️ sun weather sol tiempo|☁️ cloud nube|🌧️ rain lluvia|❄️ snow cold nieve frío|🌈 rainbow arcoíris|🌸 flower flor|🌹 rose rosa|🌱 plant planta|🌍 world earth mundo tierra|🐶 dog perro|🐱 cat gato|☕ coffee café|🍵 tea té|🍕 pizza pizza|🍔 burger hamburguesa|🍰 cake pastel|🍎 apple manzana|🥗 salad ensalada|🍺 beer cerveza|🍷 wine vino|🥂 toast cheers brindis salud|👕 shirt camisa|👖 trousers jeans pantalón|👗 dress vestido|👟 shoe zapato|👜 bag bolso|💍 ring anillo|🚗 car coche auto|🚌 bus autobús|🚲 bicycle bicicleta|⚽ football fútbol balón|🏖️ beach holiday playa vacaciones|🎵 music música|🎬 film cine película|📚 books libros|🏥 hospital hospital|💊 pill medicine pastilla medicina`,
  ],
] as const;

export type EmojiGroup = (typeof GROUPS)[number][0];
export interface Emoji {
  char: string;
  words: string;
  group: EmojiGroup;
}

export const EMOJI: readonly Emoji[] = GROUPS.flatMap(([group, text]) =>
  text.split('|').map((entry) => {
    const at = entry.indexOf(' ');
    return { char: entry.slice(0, at), words: entry.slice(at + 1), group };
  }),
);

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** Emoji with a word that begins with each word that is looked for; accents do not matter. */
export function emojiFor(wanted: string): readonly Emoji[] {
  const parts = folded(wanted).split(/\s+/).filter(Boolean);
  if (parts.length === 0) return EMOJI;
  return EMOJI.filter(({ words }) => {
    const own = folded(words).split(' ');
    return parts.every((part) => own.some((word) => word.startsWith(part)));
  });
}
