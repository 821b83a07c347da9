import type { LanguageWords } from '../vocabulary.js';

export const PT: LanguageWords = {
  meanings: {
    topic: `
      mensagem, mensagens, mensagenzinhas, msg, msgs, mensage, publicidade*, publicitári*, promoção, promoções, promocao, promocoes,
      promocional, promocionais, promoçao, promoçoes, propaganda*, oferta, ofertas, anúncio, anúncios, e mails, emails, email,
      notificação, notificações, campanha, campanhas, comunicações, comunicação, comercial, comerciais, divulgação, divulgações,
      novidades, desconto, descontos, avisos, envios, envio, zaps, cupons, conteúdo, conteúdos, comunicados, lixo eletrônico, disparos,
      mala direta, torpedos, informativos, reclames, notificacoes, alertas`,
    out: `
      sair, me descadastrar, descadastrar*, descadastre*, descadastro, descadastra, descadastrem, desinscrev*, desinscriç*,
      desinscricao, me desinscrever, desassinar, cancelar inscrição, cancele minha inscrição, cancele a minha inscrição,
      cancelar minha inscrição, cancelar a minha inscrição, cancela minha inscrição, cancelar envio, cancelar envios, sair da lista,
      sair dessa lista, anular a subscrição, cancelar subscrição, cancelar a subscrição, cancelar a minha subscrição,
      cancelem a minha subscrição, anular subscrição, cancelem minha inscrição, me deixa em paz, me deixem em paz, me deixe em paz,
      deixem me em paz, deixa me em paz, descadastramento, saia da lista, dar baixa no meu número, deixe me em paz,
      revogo meu consentimento, revogo o meu consentimento, revogo o consentimento, retiro meu consentimento,
      retiro o meu consentimento, cancelar o cadastro, cancelar meu cadastro, cancela meu cadastro, cancelem meu cadastro,
      cancele meu cadastro, desvincular meu número, desinscrição, dessubscrever, me esqueçam, esqueçam meu número, saio da lista,
      quero saida, opt out do, sem propaganda, sem spam, sem publicidade, não propaganda`,
    stop: `
      parassem de, parasse de, deixassem de, deixasse de, parassem com, parem, parar, pare, para de, para já, para com, parem com,
      pare com, para por favor, parar com, para já de, parem de, pare de, parar de, deixem de, deixe de, deixar de, deixa de, chega de,
      basta de, parem já, que parem de, que parem com, quero que parem, quero que pare, já chega de, já chega, já deu, já deu de`,
    cancel: `
      cancelar, cancela, cancele, cancelem, interromper, interrompam, interrompa, bloquear, bloqueiem, bloqueie, desativar, desativem,
      desative, desativa, suspender, suspendam, suspenda, anular, anulem, desligar, desliguem, oponho me, me oponho, revogo, retiro,
      revogar, encerrem, encerre, cancelamento, dispenso, parassem, parasse, cessar, cessem, cesse, evitem, evite, abstenham se de`,
    remove: `
      remover, remova, remove, removam, tirar, tira, tire, tirem, retirar, retire, retira, retirem, excluir, exclua, exclui, excluam,
      apagar, apague, apaga, apaguem, deletar, delete, deleta, deletem, eliminar, eliminem, elimine, risquem, remoção, remoção de,
      exclusão, exclusão de, limpem, ser removido, ser removida, ser retirado, ser retirada, ser excluído, ser excluída`,
    'remove+me': `
      me tira, me tire, me tirem, me remova, me remove, me removam, me retire, me retira, me retirem, me exclua, me exclui, me excluam,
      remova me, remover me, removam me, retirem me, retire me, retirar me, tirem me, tire me, tirar me, excluam me, me remover,
      me tirar, me retirar, me excluir, eliminem me, apaguem me, que me removam, que me tirem, que me retirem, me apaga, me apague,
      me deleta, me delete`,
    list: `
      lista, listas, cadastro, cadastros, base, base de dados, bases, lista de transmissão, lista de contatos, lista de contactos,
      lista de envio, lista de envios, lista de distribuição, grupo, grupos, listagem, banco de dados, contatos, mailing, contactos,
      agenda, sistema de envios`,
    me: `
      meu número, meu numero, o meu número, meu contato, o meu contacto, meu contacto, meu telefone, meu celular, meu nome, meus dados,
      este número, esse número, meu zap, meu whatsapp, meu telemóvel, o meu telemóvel, pra mim, para mim, meu fone, meu num`,
    act: `
      enviassem, mandassem, enviasse, mandasse, me enviassem, me mandassem, enviar, mandar, enviarem, mandarem, enviar me, mandar me,
      enviando, mandando, me envie, me enviem, me mande, me mandem, envie, enviem, mande, mandem, mandes, envies, mandeis, enviem me,
      mandem me, mande me, envie me, mandar mais, me mandar, me enviar, me manda, me envia, manda, me mandarem, me enviarem,
      continuem enviando, continuem mandando, continuem a enviar, continuem a mandar, fiquem mandando, fique mandando, fiquem enviando,
      ficar mandando, ficar enviando, encaminhem, encaminhar, disparar, dispare, postem, repassem, remetam`,
    'act+again': `
      voltem a enviar, voltem a mandar, volte a enviar, volte a mandar, voltem a me enviar, volte a me enviar, volte a me mandar`,
    contact: `
      escrever, escreva, escrevam, escrevas, me escreva, me escrevam, escrevam me, contate, contatem, contactem, contacte, contatar,
      contactar, contatar me, contactar me, me contate, me contatem, me contatar, me contactar, contactem me, perturbe, perturbem,
      perturbar, perturbes, me perturbe, me perturbem, me perturbar, incomode, incomodem, incomodar, me incomode, me incomodem,
      me incomodar, incomodem me, encher, encham, enche, encher o saco, encher meu saco, me encher, chatear, chateiem, importunar,
      importune, importunem, me importune, me importunem, spammar, assediar, ser contatado, ser contatada, ser contactado,
      ser contactada, insistam, insista, insistir, me chamem, mandem nada, mande nada, enviem nada, envie nada, me procurem,
      ser incomodado, ser incomodada, ser perturbado, ser perturbada, me amolar, me atormentar`,
    want: `
      quero, queria, gostaria de, gostaria, desejo, preciso, prefiro, queremos, pretendo, gostava de, desejamos, desejaria, aceito,
      autorizo, tenho interesse em, qro, kero, gostaríamos de, tenho vontade de, faço questão de, concordo em, quero continuar,
      desejo continuar, pretendo continuar`,
    receive: `
      receber, recebendo, continuar recebendo, continuar a receber, ficar recebendo, reçeber, ser notificado, ser notificada,
      que me enviem, que me mandem, que enviem, que mandem, que me envie, que me mande, que me escrevam, recebimento, o recebimento,
      recebimento de`,
    more: 'mais, nunca mais, nada, daqui em diante, jamais',
    neg: 'não, nao, n, ñ, nunca, nunca mais, já não, num, jamais, nem, nn, eu não, eu nao, eu n, sem',
    enough: `
      chega, basta, não mais, nada de, sem mais, nenhuma, nenhum, tanta, tanto, tantas, tantos, suficiente, zero, nem mais uma,
      nem mais um, nunca mais, já deu de, não preciso de, não preciso, dispenso`,
    uninterested: `
      não tenho interesse em, não tenho interesse, não tenho mais interesse, não tenho mais interesse em, não me interessa,
      não me interessam, não estou interessado em, não estou interessada em, não estou interessado, não estou interessada,
      nao tenho interesse, sem interesse, sem interesse em, não tenho interesse nas, não tenho interesse nos,
      não tenho interesse nenhum, não estou interessado nas, não estou interessada nas, já não me interessam, já não me interessa,
      n tenho interesse, não me interessam mais, não me interessa mais`,
    aside: `
      já pedi, já falei, já disse, já pedi antes, eu já pedi, eu já falei, já pedi várias vezes, já avisei, já solicitei, estou farto,
      estou farta, tô cansado, tô cansada, estou cansado, estou cansada, cansei, cansei de, cansado, cansada, farto, farta, saco cheio,
      tô de saco cheio, estou de saco cheio, que saco, que chato, que chatice, muito chato, muito chata, não aguento mais,
      ninguém merece, é demais, demais, são muitas, muitas mensagens, muita mensagem, muita propaganda, não obrigado, não obrigada,
      número errado, pela última vez, isso é spam, é spam, tá demais, tá enchendo, isso incomoda, nunca me inscrevi, não me inscrevi,
      não me cadastrei, nunca me cadastrei, eu não pedi isso, não pedi isso, tô fora, de uma vez, de uma vez por todas`,
    how: 'como faço para, como faço pra, como posso, como eu, como, o que faço para, onde posso, como é que',
    polite: `
      gostaria que vocês, gostaria que me, queria que vocês, quero que vocês, por favor, pfv, pfvr, pf, pff, favor, por gentileza,
      gentileza, pode me, pode, podem, poderia, poderiam, podes, podem me, poderia me, poderiam me, podiam, podia, dá pra, dá para,
      tem como, solicito, peço, peço que, solicito que, exijo que, agradeço que, agradeceria que, agradecia que, seria possível,
      se faz favor, faz favor, façam o favor de, faça o favor de, gostaria que, queria que, quero que, favor me, solicitação de,
      peço a, solicito a, solicitamos, venho solicitar, venho pedir, quero solicitar, queria pedir, quero pedir, gostaria de solicitar,
      gostaria de pedir, pedido de, é possível`,
    subscribe: `
      inscrever, inscrever me, me inscreva, me inscrever, me inscrevam, subscrever, reinscrever, reinscreva, me reinscreva,
      me reinscrever, recadastrar, me recadastre, me recadastrar, inscreva me, inscrevam me, me inscreve, quero me inscrever`,
    begin: `
      ativar, reative, reativem, ative, ativem, ativa, reativa, retomem, retome, recomeçar, começar, recomecem, recomece, voltar a,
      reiniciar, religar`,
    again: 'de novo, novamente, outra vez, voltar a, voltem a, volte a, volta a, de volta, voltar a receber, voltem a me, volta a me',
    'subscribe+again': 'voltar a receber, quero voltar a receber',
    put: `
      me coloca, me coloque, me coloquem, coloque, coloca, coloquem, põe, ponha, ponham, bota, me bota, me põe, me ponha, adicione,
      adicionem, adiciona, inclua, incluam, inclui, coloquem me, ponham me, coloque me, colocar, me colocar, me adiciona, me adicione,
      me adicionem, adicionem me, adicione me, me inclua, me incluam, incluam me, cadastrar, cadastrar me, me cadastrar, me cadastre,
      me cadastra, me cadastrem, cadastre me`,
    subscription: 'inscrição, assinatura, minha inscrição, minha assinatura, a assinatura, subscrição, a minha subscrição',
    unclear: `
      encerrar, fim, finalizar, terminar, acabar, chega, basta, não mais, encerra, encerre, cancelar, cancela, cancele, cancelem,
      cancelamento, anular, excluir, apagar, remover, suspender`,
    and: 'e, também, então, porque, pois, que, além disso',
    never: `
      saindo, vai sair, vou sair, para sair, deixar sair, se eu, se não, parar em, para em, que horas, parar aqui, pare aqui,
      para aqui, parem aqui, stop aqui`,
    filler: `
      daí, ai, eu, me, mim, nos, minha, minhas, meu, meus, suas, seus, sua, seu, vossas, vossos, vossa, vosso, tuas, teus, o, a, os,
      as, um, uma, de, da, do, das, dos, desta, dessa, deste, desse, destas, dessas, destes, desses, em, na, no, nas, nessas, nesses,
      ao, à, às, aos, por, pelo, pela, com, para, pra, pro, ou, essa, essas, esse, esses, esta, estas, este, estes, isso, isto, disso,
      disto, nisso, aqui, daqui, todas, todos, toda, todo, tudo, qualquer, quaisquer, outra, outras, outro, tipo, tipo de,
      esse tipo de, este tipo de, nenhum tipo de, qualquer tipo de, desse tipo, deste tipo, de vocês, loja, empresa, sua loja,
      sua empresa, canal, chat, zap, zapzap, wpp, whats, wts, automáticas, automática, automáticos, indesejadas, indesejada,
      indesejados, diárias, diária, diário, constantes, semanais, olá, oi, oie, bom dia, boa tarde, boa noite, obrigado, obrigada, obg,
      obgd, brigado, brigada, vlw, valeu, muito obrigado, muito obrigada, grato, grata, agradeço, desculpe, desculpa, desculpem, gente,
      pessoal, galera, amigo, amiga, moço, moça, senhores, senhor, senhora, prezados, prezado, caros, cordialmente, atenciosamente,
      att, abraços, abraço, cumprimentos, já, agora, agora mesmo, hoje mesmo, imediatamente, urgente, urgentemente, definitivamente,
      por enquanto, por aqui, por este meio, a partir de hoje, a partir de agora, todo dia, todos os dias, toda hora, o tempo todo,
      ver, ter, ler, ser, continuar, ficar, serviço de, vias, via, celular, telefone, fins de, fins, para fins, uso, permanentemente,
      de vez, logo, só, simplesmente, realmente, mesmo, porra, merda, droga, bendita, benditas, malditas, maldita, cara, mano, comigo,
      contato, entrem em, entre em, entrar em, equipe, equipa, querida, tanta, meu povo, à vontade, sim, por meio deste, pros, pras,
      num, estar, permanecer, constar, fazer parte, continuar a fazer parte, que vocês, que vcs, que você, de vcs, de você, com vocês`,
    'bare+begin': 'iniciar, voltar, retomar, reativar',
  },
};
