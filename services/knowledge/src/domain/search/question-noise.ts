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
};
