import type { LanguageWords } from '../vocabulary.js';

export const ID: LanguageWords = {
  meanings: {
    topic: `
      pesan, pesannya, pesan pesan, pesan2, promosi, promosinya, promonya, promo2, promo promo, iklan, iklannya, iklan iklan, iklan2,
      penawaran, penawarannya, notifikasi, notif, notifnya, notifikasinya, buletin, chat promosi, chat promo, broadcast, broadcastnya,
      broadcastan, bc, bcnya, bc an, kampanye, info promo, info diskon, email, diskon, diskonnya, spamnya, tawaran, tawarannya,
      pemasaran, komersial, sms promo, pesan siaran, siaran, reklame, wa promo, wa iklan, katalog, voucher, kupon, jualan, info info`,
    out: `
      berhenti berlangganan, berhenti langganan, stop langganan, stop berlangganan, setop langganan, unreg, keluar dari daftar,
      keluar dari list, keluar dari grup, keluar dari daftar ini, batalkan langganan promo, batal langganan promo, jangan ganggu saya,
      berhentikan langganan, hentikan langganan, hentikan langganan saya, batal berlangganan, batalkan berlangganan, berenti langganan,
      tidak ingin berlangganan lagi, tidak mau berlangganan lagi, gak mau langganan lagi, tidak mau langganan lagi,
      ga mau langganan lagi, tidak ingin langganan lagi, nggak mau langganan lagi, gamau langganan lagi, tidak ingin berlangganan,
      tidak mau berlangganan, tdk mau berlangganan lagi, mau keluar dari, ingin keluar dari, minta keluar dari, mohon keluar dari,
      cabut persetujuan saya, saya mencabut persetujuan, saya cabut persetujuan, mencabut persetujuan, biarkan saya tenang,
      berhenti dari daftar, opt out dari`,
    stop: `
      berhenti, berhentilah, hentikan, setop, stopin, stopkan, berhentikan, dihentikan, diberhentikan, distop, di stop,
      dihentikan saja, menghentikan, berenti, brenti, hentiin, berhentiin, stopp, dihentikan ya, disetop`,
    cancel: `
      batal, batalkan, batalin, cancel, nonaktifkan, nonaktifin, matikan, matiin, blokir, blok, tutup, dinonaktifkan, dimatikan, tolak,
      saya tolak, saya menolak, menolak, keberatan dengan, dibatalkan, membatalkan, udahan, sudahi, sudahilah, stop dulu,
      akhiri kiriman`,
    remove: `
      hapus, hapuskan, hapusin, hapusi, keluarkan, keluarin, hilangkan, hilangin, copot, dihapus, dikeluarkan, coret, dicoret,
      menghapus, mengeluarkan, delete, remove, hps, cabut, singkirkan, apus, dihapuskan, lepas`,
    list: `
      daftar, daftarnya, list, listnya, grup, database, daftar kontak, daftar broadcast, daftar kirim, daftar penerima,
      daftar pelanggan, list broadcast, data base, kontak, langganan, milis, daftar siaran, sistem, data pelanggan, kontak anda,
      penerima`,
    me: `
      saya, aku, kami, gue, gw, gua, sy, aq, nomor saya, nomorku, nomer saya, no saya, nmr saya, nomor aku, nomor gue, nomor ini,
      nomor hp saya, kontak saya, data saya, nama saya, hp saya, no hp saya, nomor wa saya, nomor kami, nomer aku, nomer gue,
      no wa saya, nomor telepon saya, nomer ini, no ini`,
    act: `
      kirim, kirimi, kirimin, kirimkan, mengirim, mengirimi, mengirimkan, kirim2, kirim kirim, kirim kirimi, ngirim, ngirimin, ngirim2,
      pengiriman, kiriman, krm, krim, kirimlah, kasih, kasi, sebar, share, ngeshare, dikirim, dikirimkan, dikirimin, kirimnya,
      sampaikan`,
    contact: `
      hubungi, menghubungi, menghubungi saya, chat, wa, spam saya, spam terus, nyepam, ngespam, spamming, ganggu, mengganggu, gangguin,
      mengganggu saya, diganggu, ganggu saya, chat saya, wa saya, dihubungi, dichat, dikirimi, kirim apa apa, kirim apapun,
      kirim apa pun, mengusik, usik, kontak saya lagi, ngechat, ngewa, whatsapp saya, sms saya, teror, ganggu ganggu, nge chat`,
    want: `
      ingin, mau, hendak, pengen, pingin, berminat, perlu, butuh, bersedia, tertarik dengan, menginginkan, berkenan, memerlukan,
      membutuhkan, mo, pgn, setuju, minat dengan, minat sama, minat`,
    receive: `
      menerima, nerima, terima, dapat, dapet, mendapat, mendapatkan, dapatkan, dapetin, trima, dapetkan, dikirimi lagi, berlangganan,
      memperoleh`,
    more: 'lagi, lg, selamanya, ke depannya, kedepannya, apa apa, apapun',
    neg: `
      jangan, jgn, jangan pernah, gak usah, ga usah, nggak usah, tidak usah, tak usah, tdk usah, ndak usah, gausah, gk usah, gak perlu,
      ga perlu, nggak perlu, tidak perlu, tak perlu, gk perlu, tdk perlu, enggak usah, enggak perlu, stop jangan, jngn, jgn pernah,
      jangan lagi, jgn lagi, jangan suka, jangan terus, ndak perlu, jangan sampai, gaperlu, tanpa`,
    statement: `
      tidak, tak, nggak, gak, ga, enggak, tdk, gk, ndak, kagak, ngga, g, tidak lagi, tidak pernah, tidak akan, gamau, males, malas`,
    'statement+want': `
      gamau, gak mau, ga mau, nggak mau, tidak mau, tidak ingin, tidak berminat, ogah, ogah dapat, males, malas, gmau, gk mau,
      gak pengen, emoh`,
    enough: 'cukup, cukup sudah, sudah cukup, udah cukup, tolong tidak ada, stop semua, jangan ada, jangan ada lagi, no more',
    uninterested: `
      tidak tertarik, tidak tertarik dengan, gak tertarik, ga tertarik, nggak tertarik, saya tidak tertarik, tidak tertarik lagi,
      gak tertarik sama, tidak minat, gak minat, ga minat, nggak minat, tidak berminat, tidak berminat dengan, tdk tertarik,
      tak tertarik, sudah tidak tertarik, udah gak tertarik, sudah tidak berminat, tdk minat, enggak tertarik, ngga tertarik,
      gak berminat`,
    aside: `
      saya sudah bilang, sudah saya bilang, udah bilang, udah dibilang, sudah berkali kali, saya sudah minta, udah minta, sudah minta,
      bosan, bosen, bosan dengan, bosan dapat, bosen dapat, bosen dapet, bosan menerima, bosan terima, capek, cape, capek dapat,
      capek terima, muak, muak dengan, muak dapat, risih, risi, risih dengan, terganggu, saya terganggu, saya terganggu dengan,
      sangat mengganggu, mengganggu banget, ganggu banget, mengganggu sekali, ini spam, ini mengganggu, terlalu banyak, kebanyakan,
      banyak banget, banyak sekali, terlalu sering, sering banget, tidak terima kasih, nggak makasih, gak makasih, tidak makasih,
      salah nomor, untuk terakhir kalinya, udah ya, sudah ya, cape liat, berisik, berisik banget, saya tidak pernah daftar,
      saya tidak pernah mendaftar, gak pernah daftar, tidak pernah mendaftar, tidak pernah daftar, saya merasa terganggu,
      merasa terganggu, merasa terganggu dengan, sebel, kesel, kesal, jengkel, bikin risih, bikin kesal, mengganggu aja`,
    how: `
      bagaimana cara, bagaimana caranya, gimana cara, gimana caranya, gmn cara, gmn caranya, cara, caranya, bagaimana saya bisa,
      gimana, bagaimana`,
    polite: `
      tolong, tlg, tlong, mohon, harap, bisa, bisakah, bisa tolong, dapatkah, boleh, bolehkah, minta, minta tolong, mohon bantuannya,
      mohon bantuannya untuk, mohon untuk, silakan, silahkan, dimohon, mohon agar, bs, permintaan, saya minta, mohon segera, plis,
      sudilah, saya meminta, meminta, boleh tolong, bisa minta, bantu, bantuin, tolonglah, hendaknya, sebaiknya`,
    subscribe: `
      langganan lagi, berlangganan lagi, daftar lagi, daftarkan saya, daftarin saya, daftarkan nomor saya, langganan, berlangganan,
      subscribe lagi, subscribe ulang, daftar ulang, langganan kembali, berlangganan kembali, mendaftar lagi, daftarkan, daftarin,
      daftarkan lagi, daftarkan kembali, aktifkan langganan`,
    begin: `
      aktifkan, aktifin, lanjutkan, lanjut, nyalakan, nyalain, hidupkan, mulailah, aktifkan kembali, lanjutin, diaktifkan,
      diaktifkan lagi, hidupin`,
    again: 'lagi, lg, kembali, ulang',
    put: `
      masukkan, masukin, masukan, tambahkan, tambahin, kembalikan, balikin, dimasukkan, dimasukin, ditambahkan, tambah, tambahkan saya,
      tambahin saya`,
    subscription: 'langganan saya, paket langganan',
    unclear: 'selesai, akhiri, cukup, keluar, batal semua, tidak lagi, sudah selesai, tamat, batal, batalkan, batalin, dibatalkan, hapus',
    and: 'dan, jadi, karena, juga, krn, soalnya, serta, maka',
    never: `
      jangan stop, berhenti dulu, kalau, kalo, jika, kenapa, tidak sengaja, ke toko, jangan lebih, stop di sini, berhenti di sini,
      stop sini, stop di, berhenti di, sudah berhenti, sudah berhenti berlangganan, sudah berhenti langganan, sudah stop,
      sudah dihapus, sudah dikeluarkan, sudah dihentikan, sudah keluar, sudah unsubscribe, udah berhenti, udah berhenti berlangganan,
      udah berhenti langganan, udah stop, udah dihapus, udah dikeluarkan, udah dihentikan, udah keluar, udah unsubscribe,
      telah berhenti, telah berhenti berlangganan, telah berhenti langganan, telah stop, telah dihapus, telah dikeluarkan,
      telah dihentikan, telah keluar, telah unsubscribe, udh berhenti, udh berhenti berlangganan, udh berhenti langganan, udh stop,
      udh dihapus, udh dikeluarkan, udh dihentikan, udh keluar, udh unsubscribe, sdh berhenti, sdh berhenti berlangganan,
      sdh berhenti langganan, sdh stop, sdh dihapus, sdh dikeluarkan, sdh dihentikan, sdh keluar, sdh unsubscribe`,
    filler: `
      yang, ke, dari, untuk, utk, buat, di, pada, kepada, dengan, sama, oleh, ini, itu, semua, segala, seluruh, setiap, tiap,
      tiap hari, setiap hari, hari, terus, terus menerus, terus terusan, mulu, melulu, berbagai, macam, jenis, segala macam, bentuk,
      anda, kalian, kamu, toko, toko ini, perusahaan, perusahaan ini, nomor, nomer, no, no hp, whatsapp, layanan, otomatis, massal, ya,
      yaa, yah, dong, donk, deh, sih, kok, aja, saja, lah, nih, tuh, kan, kak, ka, kakak, min, mimin, pak, bu, ibu, bapak, gan, sis,
      mas, mbak, mba, bang, bro, om, tante, cs, halo, hallo, helo, hai, selamat pagi, selamat siang, selamat sore, selamat malam, pagi,
      siang, sore, malam, terima kasih, terimakasih, makasih, makasi, mksh, trims, tq, thx, trimakasih, terima kasih banyak, banyak,
      maaf, mohon maaf, permisi, assalamualaikum, salam, oke, sekarang, segera, secepatnya, mulai sekarang, mulai hari ini,
      sekarang juga, permanen, sudah, udah, udh, dah, sdh, agar, supaya, biar, bagi, hal, seperti, seperti ini, kayak gini, begini,
      begitu, gini, tsb, tersebut, nya, akan, lihat, liat, melihat, baca, membaca, tentang, berlebihan, sampah, gak jelas, ga jelas,
      tidak jelas, menyebalkan, basa basi, harian, mingguan, hp, promosi tersebut, banget, sekali, dulu dong, hormat saya, tanpa izin,
      via, lewat, melalui, apa pun, ingin agar, untuk tidak, lain, yth, saudara, persetujuan, ada di, berada di`,
    'bare+begin': 'mulai, mulai lagi, aktifkan lagi',
    'neg+contact': 'jangan spam, jgn spam, jangan nyepam, jangan spam lagi',
  },
};
