import type { Phrases } from './phrases.js';

export const PT: Phrases = {
  stop: `
    SAIR por favor
    Não me mande mais mensagens
    Quero cancelar o envio de promoções
    Me exclui da lista
    Parem de mandar publicidade
    não quero receber nada
    Podem tirar o meu número da lista?
    Chega de spam
    Nunca mais me mandem propaganda
    Não tenho interesse, me tirem do grupo
    Deixa de me mandar ofertas
    Gostaria de ser removida da lista de transmissão
    Boa noite, solicito a remoção do meu contato. Obrigado
    nao quero msg de promo
    Não me incomodem mais
    Sem propaganda por favor
    Já pedi para parar
    Cansei de tanta propaganda, me descadastrem
    Descadastrar meu número
    para com essas mensagens
    Não queremos mais receber as vossas ofertas
    Bloqueiem as mensagens promocionais`,
  lookAlike: `
    Vocês não me mandam mais ofertas
    Pode parar aqui
    Pode ser retirado na loja?
    Para
    Não quero me descadastrar
    Não me tirem da lista
    Não parem com as ofertas
    Como faço para sair da lista?
    Vou sair às cinco
    Por que não me mandam mais promoções?
    Vocês não mandam mais ofertas
    Não recebo mais as mensagens
    Quero mais promoções
    Cancelem a compra do sofá
    Tira o molho do meu pedido
    Quero sair com a camisa nova
    O elevador parou
    Chega amanhã?
    Basta um pacote
    Não me mande o boleto
    Para mim, dois
    Não quero a oferta do frango, quero a do peixe
    Remover mancha de vinho
    Se cancelar a inscrição perco o desconto?
    Saí da lista sem querer
    Quando acaba a promoção?`,
  start: `
    Voltar
    quero me inscrever de novo
    reativar mensagens
    me adicionem novamente na lista
    voltem a me mandar ofertas
    subscrever`,
  unclear: `
    Cancelar
    cancelar assinatura
    encerrar
    finalizar`,
};
