import type { Phrases } from './phrases.js';

export const ID: Phrases = {
  stop: `
    Berhenti kak
    Tolong hentikan iklan
    Jangan hubungi saya lagi
    Saya tidak ingin menerima pesan promo
    hapus nomor saya
    Mohon berhenti kirim pesan
    Stop promosi
    gak usah kirim iklan
    Bisakah nomor saya dihapus dari daftar?
    Keluarkan saya dari grup promo
    Ga mau dapet promo lagi
    cukup iklannya
    Saya ingin berhenti berlangganan
    Jangan ganggu saya lagi
    Selamat siang, mohon hapus kontak saya dari daftar penerima
    Terlalu banyak pesan, stop
    Tidak tertarik dengan penawaran
    jgn spam
    Matikan notifikasi promo
    Tolong jangan kirimkan penawaran ke nomor saya
    batalkan langganan promo
    Udah bosan, berhenti kirim promo`,
  lookAlike: `
    Nomor saya sudah dihapus
    Saya sudah berhenti
    Hapus yang ini
    Jangan hapus nomor saya
    Saya tidak ingin berhenti
    Jangan stop promonya
    Bagaimana cara berhenti langganan?
    Kenapa tidak ada promo lagi?
    Saya tidak menerima pesan promo lagi
    Hapus pesanan nomor dua
    Stop di depan rumah ya
    Hujan sudah berhenti?
    Mau promo yang kemarin
    Jangan kirim ke alamat lama
    Tidak mau yang merah
    Cukup satu saja
    Promo sudah selesai?
    Keluar jam berapa kurirnya?
    Batalkan pembayaran saya
    Saya tidak mau ketinggalan promo
    Kok tidak kirim promo?
    Kalau stop langganan gimana?
    Mesinnya mati
    Jangan pedas ya
    Tidak jadi kirim hari ini`,
  start: `
    Mulai
    mau langganan lagi
    aktifkan notifikasi promo
    saya ingin menerima penawaran
    masukkan saya lagi ke daftar
    kirim promo lagi`,
  unclear: `
    Batal
    batalkan
    selesai
    cancel`,
};
