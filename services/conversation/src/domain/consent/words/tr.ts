import type { LanguageWords } from '../vocabulary.js';

export const TR: LanguageWords = {
  negationLast: true,
  meanings: {
    topic: `
      mesaj*, msj*, mesaz*, reklam*, promosyon*, kampanya*, spam*, bildirim*, bülten*, teklif*, tanıtım*, pazarlama*, ileti, iletiler*,
      iletiniz*, iletisi*, iletileri*, ticari ileti*, indirim, indirimler*, indirimli, indiriminiz*, ilan, ilanlar*, duyuru*, sms,
      smsler*, smsleri*, fırsat, fırsatlar*, haber bülteni, toplu mesaj, toplu sms, e posta, e postalar*, eposta*, mail*, maılleri,
      kupon*, broşür*, haberler*, ticari, reklamvari, sms*`,
    out: `
      abonelikten çık, abonelikten çıkar, abonelikten çıkart, abonelikten çıkarın, abonelikten çıkış, abonelik iptal, abonelik iptali,
      aboneliği iptal et, aboneliği iptal edin, aboneliğimi iptal et, aboneliğimi iptal edin, aboneliğimi iptal ediniz,
      aboneliğimi iptal etmek, aboneliğimin iptalini, aboneliğimi sonlandır, aboneliğimi sonlandırın, aboneliğimi sonlandırmak,
      aboneliğimi bitirin, üyelikten çık, çıkış, çık, listeden çık, listeden çıkış, çıkmak, ayrılmak, üyelikten çıkmak, ayrılıyorum,
      çıkıyorum, rahat bırakın, beni rahat bırakın, rahat bırak, beni rahat bırak, rahatsız edilmek, kaydımı sil, kaydımı silin,
      kaydımı siliniz, kaydımın silinmesini, onayımı geri alıyorum, iznimi geri alıyorum, izni geri alıyorum, onayı geri alıyorum,
      onayımı geri çekiyorum, iznimi geri çekiyorum, rızamı geri alıyorum, rızamı geri çekiyorum, izin vermiyorum, onay vermiyorum,
      rıza göstermiyorum, iletişim izni vermiyorum, yakamdan düşün, yakamı bırakın, abonelikten ayrıl, abonelikten ayrılmak,
      çıkmak istiyorum, listeden çıkmak, abonelikten çıkmak, abonelikten çıkartın, aboneligimi iptal, abonelikten çıkarılmak,
      listeden çıkarılmak, iletişimi kesin, benimle iletişimi kesin, çıkar beni, çıkarın beni, izinlerimi iptal edin,
      iznimi iptal edin, izni iptal`,
    stop: `
      durdur, durdurun, durdurunuz, durdurmak, durdurmanız*, durdurulsun, durdurulması*, durdurulmasını, durdurur, durdurabilir,
      son verin, son ver, son verilsin, son veriniz, vazgeçin, vazgeç artık, bitirin artık, son vermenizi, durdurmayı,
      göndermeyi durdurun, göndermeyi bırakın, göndermeyi kesin, atmayı bırakın, atmayı kesin, yollamayı bırakın, yazmayı bırakın,
      yollamayı kesin`,
    cancel: `
      iptal et, iptal edin, iptal ediniz, iptal etmek, iptali, iptalini, iptal edilmesini, iptal edilsin, iptal eder, sonlandır, kapat,
      kapatın, kapatınız, kapatır, kapatmak, kapatılsın, engelle, engelleyin, engellemek, vazgeç, reddediyorum, reddet,
      iptal istiyorum, iptal ediyorum, kapatılmasını, kapatabilir, devre dışı bırakın, iptal edebilir, sonlandırmak, engelliyorum, kes,
      kesin, kesiniz, kesilsin, bırak, bırakın, bırakınız, bırakır, bırakmanızı, bırakabilir, bırakmak, durun, bitsin, kesmenizi,
      kesmek, sonlandırın, sonlandırınız, sonlandırılmasını, sonlandırılsın, sonlandırır`,
    remove: `
      çıkar, çıkarın, çıkarınız, çıkart, çıkartın, çıkartınız, çıkarır, çıkartır, çıkarılmak, çıkarılmasını, çıkarılsın, çıkarmanızı,
      çıkarabilir, çıkartabilir, cikarin, sil, silin, siliniz, siler, silinmek, silinmesini, silinsin, silmenizi, silebilir, kaldır,
      kaldırın, kaldırınız, kaldırılmasını, kaldırılsın, kaldırır, kaldırmanızı, silmek, çıkarmak, sildirmek, ayırın, düşürün,
      kaldırabilir`,
    list: `
      listeye, listenize, listesine, liste, listeden, listenizden, listesinden, listelerinizden, listelerden, listenden, listesi,
      listeniz, abonelikten, üyelikten, gruptan, grubunuzdan, rehberden, rehberinizden, sistemden, sisteminizden, veritabanından,
      veritabanınızdan, bültenden, bülteninizden, kayıtlardan, kayıtlarınızdan, datanızdan, data base, buradan, gönderim listesinden,
      gönderim listenizden, listenizde, listede, listesinde`,
    me: `
      beni, bizi, numaramı, numaramızı, telefonumu, ismimi, adımı, numaramın, kaydımı, bilgilerimi, verilerimi, benim numaramı,
      cep numaramı, hattımı, numarami, kişisel verilerimi, telefon numaramı`,
    act: `
      gönder, gönderin, gönderiniz, göndermek, göndermeye, göndermeyi, göndermenizi, gönderilmesini, gönderilmek, göndermenize,
      gönderebilirsiniz, gönderebilirsin, gönderir, at, atın, atmaya, atmayı, atmanızı, atılmasını, yolla, yollayın, yollamaya,
      yollamayı, yollamanızı, gelsin, gelmesini, iletmenizi, iletin, gönderim, gönderimi, gönderimini, gönderiminin, gönderimine,
      gönderme işini`,
    contact: `
      yazmayı, yazmaya, yazmanızı, rahatsız etmeyi, rahatsız etmenizi, aramayı bırakın, ulaşmanızı, spamlamayı, taciz etmeyi,
      bana ulaşılmasını, iletişime geçilmesini`,
    'neg+act': `
      gönderme, göndermeyin, göndermeyiniz, göndermesin, göndermesinler, göndermeyin artık, göndermeyelim, gönderilmesin,
      göndermemenizi, atma, atmayın, atmayınız, atmasın, atılmasın, atmamanızı, yollama, yollamayın, yollamayınız, yollamasın,
      yollanmasın, yollamamanızı, gelmesin, iletmeyin, iletmeyiniz, paylaşmayın, göndermemeniz, gönderilmemesini, gonderme,
      gondermeyin, gondermeyiniz, göndermeyn, göndermeyi kes, gönderipdurmayın, gönderip durmayın, atıp durmayın, yollayıp durmayın,
      istemem, göstermeyin, ilgilenmem`,
    'neg+contact': `
      yazma, yazmayın, yazmayınız, yazmasın, yazmamanızı, rahatsız etme, rahatsız etmeyin, rahatsız etmeyiniz, rahatsız etmesin,
      rahatsız etmemenizi, mesaj atma, mesaj atmayın, mesaj atmayınız, mesaj yazmayın, mesaj göndermeyin, mesaj gönderme,
      mesaj yollamayın, msj atmayın, aramayın ve yazmayın, ulaşmayın, ulaşmayınız, iletişime geçmeyin, iletişime geçme,
      iletişime geçmeyiniz, iletişim kurmayın, spamlamayın, taciz etmeyin, bir şey göndermeyin, hiçbir şey göndermeyin,
      bir şey atmayın, hiçbir şey atmayın, hiç bir şey göndermeyin, bir daha göndermeyin, artık göndermeyin, darlamayın, baymayın`,
    want: `
      istiyorum, istiyoruz, isterim, istiyom, rica ediyorum, rica ederim, talep ediyorum, talebim, izin veriyorum, onaylıyorum,
      istiyordum`,
    'neg+want': `
      istemiyorum, istemiyoruz, istemem, istemiyom, isteMiyorum, istemiyorum artık, gerek yok, gereksiz, ihtiyacım yok, istemıyorum,
      istemiorum, istemiyrum, istenmiyor, duymak istemiyorum, görmek istemiyorum, okumak istemiyorum`,
    receive: 'haberdar olmak, haberdar edilmek, haber almak, bilgilendirilmek, almak, almayı, alma, almaya, alayım, alabilir, alabilirim',
    more: 'artık, bir daha, bi daha, bidaha, daha fazla, asla, hiç, bundan sonra',
    enough: 'yetti, yetti artık, yeter, yeter artık',
    bare: 'ret, red, dur, yeter',
    'bare+cancel': 'iptal',
    uninterested: `
      ilgilenmiyorum, ilgilenmiyoruz, ilgimi çekmiyor, ilgilenmiyorum artık, ilgim yok, ilgi duymuyorum, ilgili değilim,
      ilgimi çekmiyorlar`,
    aside: `
      daha önce de söyledim, daha önce söyledim, söyledim, defalarca söyledim, kaç kere söyledim, kaç kez söyledim,
      daha önce de istedim, bıktım, bıktım artık, bıktık, usandım, usandım artık, sıkıldım, sıkıldım artık, çok fazla, çok sık, fazla,
      yoruldum, bezdim, hayır teşekkürler, yanlış numara, son kez söylüyorum, son kez, bu spam, spam bu, çok rahatsız edici,
      rahatsız edici, rahatsız oluyorum, rahatsız ediyorsunuz, çok sinir bozucu, sinir bozucu, gına geldi, yeter be, yetti artık,
      yeterince aldım, hiç abone olmadım, hiç üye olmadım, ben abone olmadım, gereksiz, çok gereksiz, çok geliyor, sürekli geliyor,
      her gün geliyor, sıktınız, sıktı, sıktı artık, baydı, rahatsızım`,
    how: 'nasıl, ne yapmalıyım, ne yapmam lazım, ne yapmam gerekiyor, nereden',
    polite: `
      lütfen, lutfen, lütfn, mısın, misin, musun, müsün, mısınız, misiniz, musunuz, müsünüz, rica etsem, rica ediyorum, rica ederim,
      mümkünse, mümkün mü, zahmet olmazsa, bi zahmet, bir zahmet, ltf, talep ediyorum, arz ederim, ricamdır, olur mu`,
    subscribe: `
      abone ol, abone olmak, yeniden abone ol, tekrar abone ol, kaydol, kaydolmak, abone yap, abone yapın, abone yapar, abone et,
      abone edin, üye ol, üye olmak, üye yap, üye yapın, aboneliğimi yenile, aboneliğimi yenileyin, aboneliğimi başlat,
      aboneliğimi başlatın, abone olayım, abone oluyorum`,
    begin: `
      başlatın, başlatınız, başlatır, başlayın, yeniden başlat, yeniden başlatın, devam, devam et, devam edin, devam etsin, aç, açın,
      aktif et, aktif edin, aktifleştir, aktifleştirin, etkinleştir, etkinleştirin, açar, başlatabilir, açılsın`,
    again: 'tekrar, yeniden, gene, yine, tekrardan, geri',
    put: `
      ekle, ekleyin, ekler, ekleyiniz, eklenmek, eklemenizi, ekleyebilir, alın, alır, dahil edin, dahil et, eklensin, ekletmek,
      eklenmesini`,
    subscription: 'abonelik, aboneliğimi, aboneliği, üyeliğimi, üyeliği, üyelik',
    unclear: `
      bitir, bitti, son, sil, vazgeç, vazgeçtim, bitirin, iptal olsun, iptal et, iptal edin, iptal ediniz, sonlandır, sonlandırın`,
    and: 've, çünkü, ayrıca, o yüzden, bu yüzden, da, de, ama lütfen',
    never: `
      durmayın, durma, çıkarmayın, çıkarma, silmeyin, silme, bırakmayın, kesmeyin, durdurmayın, iptal etmeyin, kaldırmayın, gelmiyor,
      gelmedi, atmıyor, çıkarsam, çıkarsak`,
    filler: `
      ben, bana, benim, bize, bizim, sizin, size, sizden, siz, senin, senden, bu, şu, o, bunu, bunları, bunlar, bunlardan, böyle,
      bu tür, tür, türlü, gibi, her, her türlü, her gün, hergün, sürekli, devamlı, ikide bir, tüm, bütün, hepsi, hepsini, hiçbir,
      hiç bir, herhangi bir, bir, başka, ile, için, dair, hakkında, ilgili, kısa, toplu, otomatik, numarama, numaramdan, telefonuma,
      hattıma, cebime, bu numaraya, numaraya, numara, numaranızdan, bu hattan, whatsapptan, whatsappa, whatsapp üzerinden, üzerinden,
      whatsap, wp, wpden, watsap, firma, firmanız, firmanızdan, firmanızın, şirket, şirketinizden, mağaza, mağazanızdan, mağazanızın,
      mağazanız, tarafıma, tarafınızdan, tarafından, taraftan, gelen, gönderdiğiniz, attığınız, yolladığınız, merhaba, merhabalar, mrb,
      selam, selamlar, slm, iyi günler, iyi akşamlar, iyi geceler, iyi çalışmalar, kolay gelsin, günaydın, hayırlı günler,
      hayırlı işler, selamün aleyküm, teşekkürler, teşekkür ederim, teşekkür ederiz, tesekkurler, tşk, tşkler, sağ olun, sağolun,
      sağol, eyvallah, tamam, pardon, özür dilerim, kusura bakmayın, saygılar, saygılarımla, sayın yetkili, sayın yetkililer, sayın,
      yetkili, arkadaşlar, arkadaşım, abi, abla, kardeşim, hocam, ya, yaa, be, lan, ulan, hemen, şimdi, derhal, acilen, acil,
      ivedilikle, gereğini, gereği, bugünden itibaren, bugünden sonra, itibaren, sadece, kesinlikle, rahatsız, edici, saçma, boş,
      gereksiz yere, lüzumsuz, uygulama, kanal, hizmet, buradan, grup, servis, görmek, okumak, duymak, bakmak, mı, mi, mu, mü, olarak,
      olan, amaçlı, içerikli, bari, ne olur, nolur, allah aşkına, yahu, iletişim, izni, onayımı, lazım, gerekiyor, amacıyla, diye,
      yapılan, edilmesini, edilsin, ticari amaçlı, olmak, bulunmak, kalmak, yer almak`,
    'bare+begin': 'başla, başlat',
  },
};
