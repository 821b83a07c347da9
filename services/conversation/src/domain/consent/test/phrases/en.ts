import type { Phrases } from './phrases.js';

export const EN: Phrases = {
  stop: `
    Unsubscribe please
    STOP!!!
    Please remove me from your database
    don't message me again
    I do not want any more promotional texts
    Stop these ads
    Can you please take my number off the list?
    no more spam
    I wish to opt out from all marketing
    Kindly stop sending me your newsletters, thank you
    We no longer wish to receive your offers
    stop bothering me with promotions
    Take me off your contact list now
    I asked already, stop the messages
    Too many messages. Unsubscribe.
    unsubscribbe
    Delete my number from your broadcast list
    Would you stop texting me?
    Good evening team, please opt me out of promotional messages
    enough ads already
    I'm not interested in your promotions
    quit spamming`,
  lookAlike: `
    End of the promotion?
    I do not want to leave your list
    No messages
    I do not want to opt out
    Don't take me off the list please
    How do I unsubscribe?
    Can you stop the engraving before it ships?
    Does the offer stop tomorrow?
    I never unsubscribed
    You don't send me offers anymore
    Why am I no longer getting your messages?
    Please stop my order
    Remove the gift wrap please
    I don't receive your promotions
    I want your offers
    Is there a stop button on this blender?
    no more than one bag please
    I don't want the blue one
    My watch stopped
    Did you stop the spring promotion?
    My friend wants to unsubscribe from her gym
    Please do not cancel my order
    I don't want to miss your offers
    take two boxes off my invoice
    When I unsubscribe do I lose my coupons?`,
  start: `
    Subscribe
    please sign me up again
    opt in
    I'd like to get your promotions again
    resume messages
    add me back to your list`,
  unclear: `
    cancel
    End
    cancel, please
    finish`,
};
