import type { Phrases } from './phrases.js';

export const HI: Phrases = {
  stop: `
    मैसेज मत भेजो
    विज्ञापन बंद करें
    मुझे ऑफर नहीं चाहिए
    मेरा नंबर हटा दो
    कृपया प्रचार रोकें
    मुझे परेशान मत करो
    लिस्ट से मेरा नाम हटाओ
    प्रमोशन भेजना बंद कर दो
    अब और मैसेज नहीं चाहिए
    मार्केटिंग मैसेज बंद कीजिए धन्यवाद
    मुझे अनसब्सक्राइब करें
    कोई ऑफर न भेजें
    तंग आ गया हूं, मैसेज बंद करो
    band karo ye messages
    mujhe ads mat bhejo
    offers nahi chahiye
    mera number list se hatao
    mujhe unsubscribe kare
    spam mat karo
    bahut ho gaya, offer bhejna band karo
    promotional messages band kare please
    mujhe message nahi chahiye`,
  lookAlike: `
    मुझे लिस्ट से मत हटाओ
    अनसब्सक्राइब मत करना
    मैसेज भेजना बंद मत करो
    अनसब्सक्राइब कैसे करें?
    ऑर्डर बंद करो
    दुकान बंद है क्या?
    मैसेज क्यों नहीं आ रहे?
    मुझे ऑफर नहीं मिला
    मुझे हरा नहीं चाहिए
    ऑफर चाहिए
    पार्सल मत भेजो
    दूसरा सामान हटा दो
    कौन सा ऑफर बंद हुआ?
    पंखा बंद हो गया
    unsubscribe nahi karna hai
    mujhe list se mat hatao
    message kyu nahi bhejte?
    offer nahi mila
    kal mat bhejna
    band kab hoti hai dukan?
    order mat rokna
    isme mirchi mat dalna`,
  start: `
    शुरू करो
    मुझे फिर से सब्सक्राइब करें
    ऑफर दोबारा भेजो
    mujhe list me wapas add karo
    messages shuru karo
    chalu karo`,
  unclear: `
    रद्द करो
    कैंसल
    cancel kar do
    समाप्त`,
};
