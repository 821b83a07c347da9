/** What a customer reads about promotions, in their language. Titles of buttons have at most 20 characters. */
interface ConsentTexts {
  stopped: string;
  started: string;
  question: string;
  stop: string;
  keep: string;
  /** Whether they really want promotions. */
  confirm: string;
  yes: string;
  no: string;
}

const TEXTS: Readonly<Record<string, ConsentTexts>> = {
  en: {
    stopped: 'You will get no more promotions from us. To get them again, write START.',
    started: 'You will get our promotions. To stop them, write STOP.',
    question: 'Do you want to stop our promotions, or is it about something else?',
    stop: 'Stop promotions',
    keep: 'Something else',
    confirm: 'Do you want to get our promotions on WhatsApp?',
    yes: 'Yes, send them',
    no: 'No, thanks',
  },
  es: {
    stopped: 'Ya no recibirás promociones nuestras. Si quieres volver a recibirlas, escribe ALTA.',
    started: 'Recibirás nuestras promociones. Para no recibirlas, escribe BAJA.',
    question: '¿Quieres dejar de recibir nuestras promociones, o se trata de otra cosa?',
    stop: 'No más promociones',
    keep: 'Otra cosa',
    confirm: '¿Quieres recibir nuestras promociones por WhatsApp?',
    yes: 'Sí, quiero',
    no: 'No, gracias',
  },
  pt: {
    stopped: 'Você não receberá mais promoções nossas. Para voltar a receber, escreva VOLTAR.',
    started: 'Você receberá nossas promoções. Para parar, escreva SAIR.',
    question: 'Você quer parar de receber nossas promoções ou é sobre outra coisa?',
    stop: 'Parar promoções',
    keep: 'Outra coisa',
    confirm: 'Você quer receber nossas promoções pelo WhatsApp?',
    yes: 'Sim, quero',
    no: 'Não, obrigado',
  },
  fr: {
    stopped: 'Vous ne recevrez plus nos promotions. Pour les recevoir à nouveau, écrivez START.',
    started: 'Vous recevrez nos promotions. Pour les arrêter, écrivez STOP.',
    question: 'Voulez-vous arrêter nos promotions, ou s’agit-il d’autre chose ?',
    stop: 'Plus de promotions',
    keep: 'Autre chose',
    confirm: 'Voulez-vous recevoir nos promotions sur WhatsApp ?',
    yes: 'Oui, volontiers',
    no: 'Non merci',
  },
  de: {
    stopped: 'Sie bekommen von uns keine Werbung mehr. Wenn Sie sie wieder möchten, schreiben Sie START.',
    started: 'Sie bekommen Angebote von uns. Zum Beenden schreiben Sie STOPP.',
    question: 'Möchten Sie keine Werbung mehr von uns, oder geht es um etwas anderes?',
    stop: 'Keine Werbung mehr',
    keep: 'Etwas anderes',
    confirm: 'Möchten Sie unsere Angebote per WhatsApp bekommen?',
    yes: 'Ja, gern',
    no: 'Nein, danke',
  },
  it: {
    stopped: 'Non riceverai più le nostre promozioni. Per riceverle di nuovo, scrivi START.',
    started: 'Riceverai le nostre promozioni. Per interromperle, scrivi STOP.',
    question: 'Vuoi non ricevere più le nostre promozioni o si tratta di altro?',
    stop: 'Basta promozioni',
    keep: 'Altro',
    confirm: 'Vuoi ricevere le nostre promozioni su WhatsApp?',
    yes: 'Sì, volentieri',
    no: 'No, grazie',
  },
  id: {
    stopped: 'Anda tidak akan menerima promosi kami lagi. Untuk menerimanya lagi, tulis MULAI.',
    started: 'Anda akan menerima promosi kami. Untuk berhenti, tulis BERHENTI.',
    question: 'Apakah Anda ingin berhenti menerima promosi kami, atau ada hal lain?',
    stop: 'Berhenti promosi',
    keep: 'Hal lain',
    confirm: 'Apakah Anda ingin menerima promosi kami lewat WhatsApp?',
    yes: 'Ya, mau',
    no: 'Tidak, terima kasih',
  },
  tr: {
    stopped: 'Artık bizden kampanya mesajı almayacaksınız. Yeniden almak için BAŞLAT yazın.',
    started: 'Kampanya mesajlarımızı alacaksınız. Durdurmak için DUR yazın.',
    question: 'Kampanya mesajlarını durdurmak mı istiyorsunuz, yoksa başka bir konu mu?',
    stop: 'Kampanyaları durdur',
    keep: 'Başka bir konu',
    confirm: 'Kampanyalarımızı WhatsApp’tan almak ister misiniz?',
    yes: 'Evet, isterim',
    no: 'Hayır, teşekkürler',
  },
  ar: {
    stopped: 'لن تصلك عروضنا بعد الآن. إذا أردت استلامها من جديد فاكتب: ابدأ',
    started: 'ستصلك عروضنا. لإيقافها اكتب: توقف',
    question: 'هل تريد إيقاف عروضنا، أم أن الأمر يتعلق بشيء آخر؟',
    stop: 'إيقاف العروض',
    keep: 'شيء آخر',
    confirm: 'هل تريد استلام عروضنا عبر واتساب؟',
    yes: 'نعم، أريد',
    no: 'لا، شكرًا',
  },
  hi: {
    stopped: 'अब आपको हमारे प्रचार संदेश नहीं मिलेंगे। फिर से पाने के लिए START लिखें।',
    started: 'आपको हमारे प्रचार संदेश मिलेंगे। रोकने के लिए STOP लिखें।',
    question: 'क्या आप हमारे प्रचार संदेश बंद करना चाहते हैं, या बात कुछ और है?',
    stop: 'प्रचार बंद करें',
    keep: 'कुछ और',
    confirm: 'क्या आप WhatsApp पर हमारे प्रचार संदेश पाना चाहते हैं?',
    yes: 'हाँ, भेजें',
    no: 'नहीं, धन्यवाद',
  },
  ru: {
    stopped: 'Вы больше не будете получать наши рекламные сообщения. Чтобы получать их снова, напишите СТАРТ.',
    started: 'Вы будете получать наши предложения. Чтобы отказаться, напишите СТОП.',
    question: 'Вы хотите отказаться от рекламных сообщений или речь о другом?',
    stop: 'Без рекламы',
    keep: 'Другое',
    confirm: 'Хотите получать наши предложения в WhatsApp?',
    yes: 'Да, хочу',
    no: 'Нет, спасибо',
  },
};

/** @param language BCP 47; English where there are no words in it */
export const consentTexts = (language: string): ConsentTexts => TEXTS[language.split('-')[0]!.toLowerCase()] ?? TEXTS['en']!;
