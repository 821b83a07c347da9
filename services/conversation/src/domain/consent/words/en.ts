import type { LanguageWords } from '../vocabulary.js';

export const EN: LanguageWords = {
  meanings: {
    topic: `
      message, messages, msg, msgs, mesages, texts, text messages, ad, advert, adverts, advertis*, promotion*, offer, offers,
      notification, notifications, notifs, update, updates, campaign, campaigns, broadcast, broadcasts, deal, deals, email, emails,
      e mails, mails, communication, communications, alert, alerts, discounts, discount, coupons, stuff, junk, junk mail,
      sales pitches, blasts, mailings, solicitations, solicitation, special offers, text alerts, these texts, this stuff, content,
      announcements, mailouts`,
    out: `
      opt me out, opt us out, opting out, opt out me, unsubscribe us, unsubscribing, sign me off, sign me out, quit, revoke,
      leave me alone, leave us alone, leave me be, leave me in peace, let me out, count me out, get me off, get me out, i opt out,
      i want out, take me off, take us off, take me out, take us out, be taken off, be removed, be unsubscribed, deregister me,
      delist me, unlist me, unsubscribe please, stop it, stop this, stop that, to be left alone, lose my number, do not contact list,
      put me on your do not contact list, unfollow, want off, have me removed, have my number removed, no ads, no spam, no marketing,
      no advertising, no adverts, no promos, no promotions, no newsletters`,
    stop: `
      stop, quit sending, quit texting, quit messaging, quit spamming, quit bothering, quit with, cease, done with, cease and desist,
      desist`,
    cancel: `
      cancel, end all, end my, end the, end your, disable, turn off, switch off, deactivate, discontinue, block, suspend, terminate,
      shut off, mute, withdraw, object to, cancelling, opt my number out of, halt, stopping, knock off, cut out, give up, refrain from,
      no longer send, off your list, off the list, off this list, get off, get removed, end`,
    remove: 'remove, delete, drop, erase, take my number off, take my name off, scrub, exclude, removing, take off, pull, strike',
    list: `
      list, lists, mailing list, database, distribution, mailing, contact list, contacts, subscriber list, subscribers, recipients,
      broadcast list, broadcast lists, marketing list, on your list, on the list, on this list, broadcasting list, broadcasting lists,
      marketing lists, mailing lists`,
    me: 'me, us, my number, my phone number, my phone, my contact, my name, this number, my cell, my mobile, my mobile number, my inbox',
    act: 'send, sending, forward, forwarding, push, pushing, deliver, post',
    contact: `
      text, texting, message me, message us, messaging, write, writing, contact, contacting, spam me, spam us, spamming, bother,
      bothering, disturb, disturbing, whatsapp me, msg me, pester, pestering, annoy, annoying me, harass, harassing, be contacted,
      be messaged, be texted, be spammed, be bothered, be disturbed, hear from you, hearing from you, messaging me, reach out, blow up,
      send me anything, send anything, sending me anything, sending anything, send me things, send me this, sending me this`,
    want: `
      want, wanna, wish, i would like, id like, i d like, would love, id love, need, i want, i need, wish to, prefer, i wish, i wanna,
      im looking, care for, care about, welcome, consent to`,
    receive: 'receive, receiving, get, getting, recieve, recieving, to be sent, being sent, be sent',
    more: 'any more, anymore, any longer, again, ever, ever again, no more of this, further, any further',
    neg: `
      dont, do not, don t, never, pls dont, i dont, i do not, i never want, no, not, we dont, we do not, i no longer, no longer,
      we no longer, i really dont, i dont ever, never ever, donot`,
    enough: `
      no more, enough, enough of, enough with, enough is enough, had enough of, i have had enough of, ive had enough of, no further,
      i am done with, im done with, i dont need, we dont need`,
    uninterested: `
      not interested, im not interested, i am not interested, no longer interested, not interested in, no interest in,
      not interested anymore, im no longer interested, i have no interest, have no interest, uninterested, were not interested,
      we are not interested, i am no longer interested, not intrested`,
    aside: `
      i asked already, i already asked, i have asked, i asked, i asked before, i said, i said so, i told you, i told you already,
      i already told you, too many, too much, way too many, fed up, im fed up with, fed up with, sick of, im sick of, tired of,
      im tired of, i am tired of, i am sick of, so annoying, this is annoying, its annoying, very annoying, this is spam, its spam,
      i get too many, i keep getting, youre spamming me, no thanks, no thank you, for the last time, wrong number, last warning,
      i never signed up, i didnt sign up, i did not sign up, i never signed up for, i didnt sign up for, i did not sign up for,
      i never subscribed, seriously, omg, wtf, this is too much, its too much, that is enough, thats enough, i didnt ask for,
      i did not ask for, i never asked for, never asked for, i didnt ask for this, i never asked for this, didnt ask for this`,
    how: 'how do i, how can i, how to, how do we, how can we, how should i, where do i, where can i',
    polite: `
      kindly, can you, could you, would you, will you, can you guys, could you guys, may i, can i please, can i be, could i be,
      would you mind, pretty please, i request you, i would appreciate if you, i ask you, i am asking you, i request, i demand,
      i ask that you, i would like you, i want you, i need you, request, requesting, can someone, can u, could u, please can you`,
    subscribe: `
      sign me up, sign me back up, opt me in, opt me back in, subscribe me, resubscribe me, re subscribe me, resubscribe, re subscribe,
      opt back in, sign up again, i opt in`,
    begin: `
      restart, reactivate, turn on, turn back on, enable, activate, begin, start sending, continue, continue sending, resume sending`,
    again: 'again, once more, back, once again',
    put: 'put me, put us, put my number, place me, add me, reinstate',
    subscription: 'subscription, subscriptions, my subscription',
    unclear: 'end, finish, terminate, ended, end it, end this, end please, done, cancelling, discontinue, deactivate, remove',
    and: 'and, then, so, also, because, as, since',
    never: 'you stop, i stop, unsubscribing from, i unsubscribe if, unless, until, stop by, end of, stop here, stop there',
    filler: `
      to, from, for, of, on, in, at, with, by, about, through, via, the, a, an, all, any, your, these, those, this, that, such, my, or,
      kind of, type of, sort of, kind, type, sorts, kinds, types, all of, every, every day, everyday, daily, weekly, constant,
      constantly, commercial, automated, automatic, bulk, unwanted, annoying, stupid, endless, silly, useless, random, bloody, damn,
      damned, fucking, regarding, from you, from you guys, you guys, guys, team, dear, dear team, company, your company, your business,
      your shop, your store, shop, store, your side, here, chat, this chat, channel, hello there, hi there, good morning,
      good afternoon, good evening, good day, good night, thank u, thank you very much, thank you so much, thanks a lot, many thanks,
      cheers, ty, tks, tnx, regards, best regards, kind regards, sincerely, best, now, right now, right away, immediately, already,
      at once, asap, from now on, just, simply, really, would, be, being, off, out, out of, there, everything, anything, me out, im,
      i am, it is, its, its time to, time to, id, u, ur, everyone, ma am, mate, bro, dude, folks, service, from your company, for good,
      forever, permanently, completely, altogether, for marketing purposes, purposes, all over, phone, number, email address, up,
      until further notice, over whatsapp, tho, though, lol, every single day, all day, all the time, all day long, on my phone, sales,
      direct, seasonal, spammy, latest, new, weekend, holiday, summer, black friday, hourly, dear sir, dear sir or madam, sir or madam,
      the following, see, seeing, have, read, reading, look at, future, remain, stay, all future`,
    'bare+begin': 'resume',
  },
};
