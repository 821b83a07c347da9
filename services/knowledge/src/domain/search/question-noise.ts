/**
 * Words of asking, greeting and thanking, per text search configuration, in the form that `searchWords` gives them. The stop words
 * of Postgres (articles, prepositions, most pronouns) come on top. A word belongs here when it mostly shows that somebody asks, and rarely
 * what they ask about.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

export const NOISE: Readonly<Record<string, ReadonlySet<string>>> = {
  english: words(`
    hi hello hey dear good morning afternoon evening night thanks thank thx please pls plz sorry excuse
    could would can may might should shall will must let lets ok okay yes no
    tell know say ask question wonder wondering wanna want wants wanted need needs needed like would love help explain
    what whats which who whom whose when where why how hows much many long often
    is are am was were be been do does did done have has had get got getting give gives
    i im ive id my me mine we our us you your yours ur u it its they them their there theres here this that these those
    any some anything something someone anyone everything also just really actually maybe possible possibly able
    if so then about of for from with without please exactly currently still yet ever anyway guys sir madam
    time today tomorrow tonight sell sells sold offer offers accept accepts take takes provide
    one ones thing things way kind sort stuff t s d ll re ve m don doesn didn isn aren wasn won wouldn couldn shouldn cant dont`),
  spanish: words(`
    hola buenas buenos dias tardes noches gracias favor porfavor porfa disculpa disculpe disculpen perdon saludos
    quiero quisiera quería queria quieren necesito necesitaria puedo puede pueden podria podrian podeis puedes podes puedo debo deberia
    saber decir decirme dime digame diganme pregunta preguntar consulta consultar informacion información informarme ayuda ayudar ayudarme explicar explicarme
    que cual cuales quien quienes cuando cuanto cuanta cuantos cuantas donde adonde como porque
    es son esta estan estoy estas soy eres somos fue ser estar hay hace hacen hago hacer tener tengo tiene tienen tienes teneis
    yo mi mis me tu tus te usted ustedes su sus se lo la los las le les nos nosotros ellos ella el
    un una unos unas algun alguna algunos algunas algo alguien tambien mas muy ya aun si no solo asi ahora entonces
    de del al a en con sin por para y o u e ni pero sobre desde hasta este esto esa ese eso estos esas esos aqui ahi alli
    hora horas hoy manana venden vende ofrecen ofrece aceptan acepta dan da
    gustaria gusta posible favor cosa cosas manera forma`),
  portuguese: words(`
    ola oi bom boa dia tarde noite obrigado obrigada favor desculpe desculpa
    quero queria gostaria preciso posso pode podem poderia poderiam consigo devo
    saber dizer diga pergunta perguntar duvida informacao informação ajuda ajudar explicar
    que qual quais quem quando quanto quanta quantos quantas onde aonde como porque
    e sao são esta estao estão estou sou somos foi ser estar ha tem tenho temos ter faz fazem fazer faco voces voce
    eu meu minha meus minhas me te seu sua seus suas se lo la o a os as lhe nos ele ela eles elas
    um uma uns umas algum alguma alguns algumas algo alguem tambem mais muito ja ainda sim nao não so agora entao então
    de do da dos das em no na nos nas com sem por para pra pro ao aos ou mas sobre desde ate este isto essa esse isso aqui ai ali
    hora horas hoje amanha vendem vende oferecem oferece aceitam aceita
    possivel coisa coisas forma maneira`),
  french: words(`
    bonjour bonsoir salut merci svp plait stp pardon excusez
    veux voudrais voulais souhaite souhaiterais besoin peux peut pouvez pourrais pourriez puis dois
    savoir dire dites dis question demander information informations renseigner aide aider expliquer
    que qu quoi quel quelle quels quelles qui quand combien ou comment pourquoi est ce
    suis es sont etes etait etre ai as avez ont avoir fait faites faire y a
    je j mon ma mes me m tu ton ta tes te t vous votre vos nous notre nos il elle ils elles on se s sa son ses leur leurs
    un une des le la les l de du d en au aux dans avec sans pour par et mais sur aussi plus tres deja encore oui non si
    heure heures aujourd hui demain vendez proposez acceptez prenez
    cela ca cette cet ces possible chose choses`),
  german: words(`
    hallo guten morgen tag abend danke bitte entschuldigung servus moin
    mochte mochten will wollen wollte wurde brauche brauchen kann konnen konnt konnte konnten konntet darf durfen soll muss
    wissen sagen sag frage fragen information hilfe helfen erklaren gerne gern
    was welche welcher welches welchen wer wem wen wann wo wohin woher wie warum wieso viel viele lange
    ist sind bin bist war sein seid gibt habe hat haben habt hatte mache macht machen tun
    ich mein meine meinen mich mir du dein deine dich dir sie ihr ihre ihren euer eure euch uns wir unser unsere er es man
    ein eine einen einem einer der die das den dem des im in am an auf aus bei mit ohne fur von vom zu zum zur und oder aber uber nach
    uhr zeit heute morgen verkauft verkaufen bietet bieten akzeptiert akzeptieren nehmt
    auch noch schon mehr sehr ja nein nicht etwas irgendwas jemand hier dort dann moglich`),
  italian: words(`
    ciao buongiorno buonasera salve grazie favore prego scusi scusa
    voglio vorrei volevo bisogno posso puo potete potrei potrebbe puoi devo
    sapere dire dirmi dica domanda chiedere informazione informazioni aiuto aiutare aiutarmi spiegare
    che cosa quale quali chi quando quanto quanta quanti quante dove come perche
    e sono sei siamo siete era essere c ho hai ha abbiamo avete hanno avere fa fate fare
    io mio mia miei mie mi tu tuo tua ti voi vostro vostra vi noi nostro nostra ci lui lei loro suo sua si lo la i gli le li
    un uno una il l di del della dei delle da dal in nel nella con senza per su sul a al alla ai e ed o ma anche piu molto gia ancora non no
    ora ore oggi domani vendete offrite accettate prendete
    questo questa quello quella qui possibile`),
  dutch: words(`
    hallo hoi goedemorgen goedemiddag goedenavond dag bedankt dank graag alstublieft alsjeblieft sorry
    wil willen wou zou kan kunt kunnen kun mag mogen moet moeten weten zeggen vertellen vraag vragen helpen hulp
    wat welke welk wie wanneer waar waarom hoe hoeveel hoelang is zijn was ben bent heeft heb hebben hebt doet doen
    ik mij me mijn u uw je jij jouw jullie we wij ons onze het de een er dit dat die deze
    in op aan van voor met zonder om te naar bij en of maar ook nog al wel niet geen ja nee veel meer iets iemand`),
  russian: words(`
    привет здравствуйте добрый день утро вечер спасибо пожалуйста извините скажите подскажите расскажите
    хочу хотел хотела бы могу можно можете может нужно надо знать узнать вопрос помогите
    что чего чем какой какая какое какие каком какую каких кто кого кем кому когда где куда откуда почему зачем как сколько
    это этот эта эти есть был была было были быть будет ли же не да нет уже еще
    я мне меня мой моя вы вас вам ваш ваша ваши у в во на по с со от до для за из к о об и или но а то`),
  arabic: words(`
    مرحبا السلام عليكم صباح مساء الخير شكرا فضلك رجاء لو سمحت عفوا
    اريد أريد ارغب أرغب اود أود ممكن يمكن يمكنني هل ما ماذا من متى اين أين كيف كم لماذا أي اي ايه إيه شو وين ليش
    هو هي هم هذا هذه ذلك تلك التي الذي الذين كان كانت يكون تكون لديكم عندكم لدي عندي
    في على عن إلى الى مع أو او و ثم قد لقد لا نعم بعد قبل عند أن ان إن`),
  turkish: words(`
    merhaba selam gunaydin iyi aksamlar tesekkurler tesekkur ederim lutfen pardon
    istiyorum isterim istiyoruz miyim miyiz misiniz musunuz mi mı mu mü bilgi soru sormak ogrenmek yardim
    ne neyi neler nedir nasil nasıl nerede nereye nereden kim kimi kime kimin hangi hangisi kac kaç kadar neden nicin niçin zaman
    var yok bir bu o ben bana benim siz size sizin biz bize ve veya ile icin için de da ki olan olarak oldu oldugu ise mıdır midir`),
  hindi: words(`
    नमस्ते नमस्कार धन्यवाद कृपया जी क्या कब कहाँ कहां कैसे कौन कौनसा किस किसे किसने किसका कितना कितने कितनी क्यों कौनसी
    मैं मुझे मेरा मेरी हम हमें आप आपका आपकी आपके यह वह ये वे इस उस है हैं था थे थी हो होता होती होते सकता सकते सकती चाहिए चाहता
    का की के को में से पर और या भी तक लिए ने कि नहीं हाँ जानना बताइए बताएं बताओ`),
  greek: words(`
    γεια σας καλημερα καλησπερα ευχαριστω παρακαλω συγγνωμη
    θελω θα ηθελα μπορω μπορειτε μπορει πειτε ξερω ρωτησω βοηθεια
    τι ποιος ποια ποιο ποιοι ποιες ποιων ποιον ποτε που πως ποσο ποσα ποσοι ποσες γιατι αν
    ειναι ηταν εχει εχετε εχω υπαρχει ο η το οι τα του της των τον την τους τις στο στη στην στον στα στις με σε για απο και να μου σας μας δεν`),
  romanian: words(`
    buna ziua salut dimineata seara multumesc multumim rog scuze
    vreau doresc pot putem puteti poate trebuie stiu spuneti intreb intrebare ajutor
    ce care cine cui cand unde cum cat cata cati cate de ce este sunt era erau fost are am avem aveti au
    eu mie mea meu dumneavoastra voi noi un o unei unui cel cea cei cele al ale a ai la in pe cu fara pentru din si sau dar nu da se sa`),
  indonesian: words(`
    halo hai selamat pagi siang sore malam terima kasih tolong mohon maaf permisi
    saya aku mau ingin bisa boleh dapat apakah apa siapa kapan dimana mana kemana bagaimana berapa kenapa mengapa
    ada adalah ini itu yang untuk dari di ke dan atau dengan anda kamu kalian kami kita kah ya tidak`),
  // The languages that Postgres cannot stem share one configuration: Polish, Czech, Ukrainian, Vietnamese, Hebrew, Persian, Korean.
  simple: words(`
    czesc dzien dobry dziekuje prosze chce chcialbym moge mozna czy co kto kiedy gdzie jak ile jaki jaka jakie ktory ktora ktore dlaczego jest sa byl
    ahoj dekuji prosim chci muzu kdy kde kolik jaky jaka ktery proc je jsou
    cześć dzień dziękuję proszę chcę chciałbym mogę można który która które są był dlaczego děkuji prosím můžu jaký který proč
    привіт дякую будь ласка що хто коли де як скільки який яка яке які чому чи є
    xin chào cảm ơn làm vui lòng cho tôi hỏi muốn biết có thể không gì nào ai khi giờ nhiêu đâu ở sao thế là bạn mình của và được những các đã
    xin chao cam on lam vui long cho toi hoi muon biet co the khong gi nao ai khi gio nhieu dau o sao la ban minh cua va duoc nhung cac da
    שלום תודה בבקשה אני רוצה אפשר האם מה מי מתי איפה איך כמה למה איזה איזו יש את של על לי לכם אתם
    سلام ممنون لطفا میخواهم آیا چه چی کی کجا چگونه چطور چند چرا کدام است هست دارید من شما را در از به
    안녕하세요 감사합니다 언제 어디 어디서 무엇 무엇을 뭐 누구 어떻게 얼마 얼마나 왜 있나요 인가요 입니까 합니까 제가 저는`),
};

/** How people ask in scripts that do not separate words: Chinese, Japanese, Thai. Longer ones first. */
export const ASKING_UNSPACED = new RegExp(
  `你好 您好 请问 請問 谢谢 謝謝 什么时候 什麼時候 多长时间 多長時間 为什么 為什麼 怎么样 怎麼樣 怎么 怎麼 怎样 什么 什麼 多少 哪里 哪裡 哪儿 哪个 哪個 哪些 哪一 哪 几个 几 幾 是否 可以 能不能 有没有 有沒有 吗 嗎 呢 谁 誰 我想 想要
   こんにちは ありがとうございます すみません 教えてください ください いつですか どこですか いくらですか ですか ますか でしょうか ありますか いつ どこ いくら なぜ どうして どうやって どのように どのくらい どれくらい どの どんな どう 何 誰 だれ なに
   สวัสดี ขอบคุณ กรุณา อยากทราบ ขอถาม เมื่อไหร่ เมื่อใด ที่ไหน อย่างไร ยังไง เท่าไหร่ เท่าใด เท่าไร อะไร ใคร ทำไม กี่ ไหน ไหม มั้ย หรือไม่ หรือเปล่า ครับ ค่ะ คะ`
    .split(/\s+/)
    .filter(Boolean)
    .join('|'),
  'gu',
);
