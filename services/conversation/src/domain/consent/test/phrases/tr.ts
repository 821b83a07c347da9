import type { Phrases } from './phrases.js';

export const TR: Phrases = {
  stop: `
    Kampanya SMS'i istemiyorum
    Reklam atmayın
    Listeden çıkmak istiyorum
    Bana mesaj atmayın
    Aboneliğimi iptal edin
    Kampanya mesajı istemiyorum
    Numaramı silin lütfen
    Durdurun
    reklam mesaji gondermeyin
    Artık mesaj almak istemiyorum
    Beni rahatsız etmeyin
    Spam göndermeyi bırakın
    Mesajları durdurun
    Beni bu listeden siler misiniz?
    Bir daha yazmayın
    İlgilenmiyorum, listeden çıkarın
    Çok fazla mesaj, yeter
    Promosyon mesajlarını iptal edin
    İyi akşamlar, reklam listesinden çıkarılmak istiyorum, teşekkürler
    Bildirimleri kapatın
    kampanya göndermeyin artık
    Tanıtım istemiyoruz
    Numaramı sistemden kaldırın`,
  lookAlike: `
    Kampanya göndermez misiniz?
    Mesaj yok
    Son kampanya bitti
    Listeden çıkmak istemiyorum
    Beni listeden çıkarmayın
    Abonelikten nasıl çıkarım?
    Siparişi durdurun
    Neden mesaj atmıyorsunuz?
    Mesaj gelmedi
    Kargoyu göndermeyin
    Kampanya var mı?
    Kampanya bitti mi?
    Sarı olanı istemiyorum
    Mesajları durdurmayın
    Randevumu iptal edin
    Ürünü sepetten silin
    Yeter mi bir kutu?
    Kampanyaları kaçırmak istemiyorum
    Kutuyu kapıya bırakın
    Dur durak nerede?
    Kampanya istiyorum
    Çıkış saatiniz kaç?
    Reklamı gördüm, fiyat nedir?
    İptal edersem param iade olur mu?
    Saat durdu`,
  start: `
    Abone ol
    yeniden mesaj almak istiyorum
    mesajları başlat
    beni listeye tekrar ekleyin
    kampanya gönderin yine
    kaydol`,
  unclear: `
    Son
    vazgeçtim
    bitir
    sil`,
};
