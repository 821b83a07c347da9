import type { LanguageWords } from '../vocabulary.js';

export const HI: LanguageWords = {
  negationLast: true,
  meanings: {
    topic: `
      मैसेज, मेसेज, मैसेजेस, मैसेजों, मेसेजेस, संदेश, सन्देश, संदेशों, विज्ञापन, विज्ञापनों, प्रचार, प्रचारक, प्रमोशन, प्रमोशनल,
      प्रोमोशन, प्रोमोशनल, प्रोमो, प्रमो, ऑफर, ऑफर्स, ऑफरों, ओफर, स्पैम, मार्केटिंग, नोटिफिकेशन, नोटिफिकेशंस, न्यूज़लेटर, न्यूजलेटर,
      सूचनाएं, सूचना, एसएमएस, एड, एड्स, ऐड, ऐड्स, डील, डील्स, छूट, कैंपेन, अपडेट, ब्रॉडकास्ट मैसेज, कूपन, डिस्काउंट, ईमेल, msg, msgs,
      message, messages, mesages, massage, mesej, sms, promotion, promotions, promotional, promo, promos, offer, offers, ofer, ad, ads,
      add, vigyapan, prachar, sandesh, notification, notifications, update, updates, deals, deal, discount, discounts, advertisement,
      advertisements, advertising, email, emails, campaign, coupon, coupons, parchar`,
    out: `
      अनसब्सक्राइब, अन्सब्स्क्राइब, अनसब्स्क्राइब, सदस्यता समाप्त, सदस्यता रद्द, सदस्यता खत्म, सब्सक्रिप्शन बंद करो,
      मेरी सदस्यता समाप्त, मेरी सदस्यता रद्द, सदस्यता बंद, पीछा छोड़ो, पीछा छोड़िए, परेशान करना बंद करो, तंग करना बंद करो,
      परेशान करना बंद करें, तंग करना बंद करें, परेशान करना छोड़ो, ऑप्ट आउट, pareshan karna band karo, pareshan karna band kare,
      tang karna band karo, pareshan karna band karen, peecha chhodo, picha chodo, pichha chhodo, unsubscribe kar do, opt out karna,
      sadasyata samapt, sadasyata radd, sadasyata khatam, मेरा पीछा छोड़ो, unsubscrib`,
    stop: `
      बंद करो, बंद करें, बन्द करो, बन्द करें, बंद कर दो, बंद कर दें, बंद कर दीजिए, बंद कर दीजिये, बंद कीजिए, बंद कीजिये, बंद करिए,
      बंद करवा दो, बंद करवा दीजिए, बंद करवाना, बंद करना, बंद करवा दें, बंद हो जाने चाहिए, बंद किए जाएं, बंद किया जाए, रोको, रोकें,
      रोकिए, रोक दो, रोक दें, रोक दीजिए, रोकना, स्टॉप, स्टॉप करो, स्टॉप करें, स्टॉप कर दो, बस करो, बस कीजिए, बस करें, बस कर दो,
      बंद करदो, रुको मत भेजो, स्टोप, बंद होना चाहिए, बंद होने चाहिए, band karo, band kare, band karen, band kar do, band kar de,
      band kar dijiye, band kar dijie, band kijiye, band kijie, band kariye, band karna, band karwana, band karwa do, band krdo,
      band kro, band kr do, bnd karo, bnd kro, bnd kr do, band kar dena, band kardo, roko, rok do, rok dijiye, rokiye, stop karo,
      stop kar do, stop kare, stop kijiye, stop kardo, stop kro, bas karo, bas kijiye, bas kro, band ho jana chahiye,
      band hone chahiye, band kijiyega, rukao, stop karna`,
    cancel: `
      रद्द, रद्द करें, रद्द करो, रद्द कर दो, रद्द कर दीजिए, कैंसल, कैंसिल, कैंसिल करो, कैंसल करो, कैंसिल कर दो, कैंसल कर दो, ब्लॉक करो,
      ब्लॉक कर दो, समाप्त करें, समाप्त करो, समाप्त, खत्म करो, खत्म, ख़त्म, डीएक्टिवेट करो, cancel karo, cancel kar do, cancel kardo,
      cancel kare, cancel kro, cancel krdo, khatam karo, khatam, radd karo, radd kare, block karo, band karwa, छोड़ दो, बंद कर`,
    remove: `
      हटाओ, हटाएं, हटाएँ, हटा दो, हटा दें, हटाइए, हटा दीजिए, हटा दीजिये, हटाइये, हटाना, हटवा दो, निकालो, निकाल दो, निकालें, निकाल दें,
      निकालिए, निकाल दीजिए, निकालना, डिलीट करो, डिलीट कर दो, डिलीट करें, डिलीट कर दीजिए, डिलीट, मिटा दो, मिटाओ, मिटाएं, मिटा दें,
      रिमूव करो, रिमूव कर दो, रिमूव करें, बाहर करो, हटा दिया जाए, काट दो, hatao, hata do, hataye, hataiye, hata dijiye, hata de,
      hata dena, hataen, hatana, hatado, nikalo, nikal do, nikaliye, nikal dijiye, nikale, nikalna, nikal de, delete karo,
      delete kar do, delete kare, delete kardo, remove karo, remove kar do, remove kare, remove kijiye, remove kardo, remove kr do,
      mita do, delete kr do, hta do, htao, htado`,
    list: `
      लिस्ट, सूची, ब्रॉडकास्ट लिस्ट, मेलिंग लिस्ट, मार्केटिंग लिस्ट, डेटाबेस, डाटाबेस, ग्रुप, list, broadcast list, marketing list,
      broadcast, group, database, data base, suchi, ब्रॉडकास्ट, कॉन्टैक्ट लिस्ट, contact list, contacts, contact`,
    me: `
      मुझे, मुझको, मेरा नंबर, मेरे नंबर, मेरे नंबर को, मेरा नम्बर, मेरा नाम, हमें, हमको, मेरे को, मेरा फोन नंबर, मेरा मोबाइल नंबर,
      यह नंबर, इस नंबर को, ये नंबर, mujhe, mujhko, mujeh, muje, mera number, mere number, mera no, mera nambar, mera naam, hume, hamen,
      humko, humein, mereko, mere ko, mere number ko, ye number, is number ko, mera mobile number, mera phone number, mera num`,
    act: `
      भेजो, भेजें, भेजिए, भेजिये, भेजना, भेजने, भेजा करो, भेजा करें, भेज, भेजे, भेजिएगा, भेजियेगा, भेजते रहो, भेजने की, देना, दीजिए,
      दें, दो, भेजा जाए, भेजे जाएं, भेजा कीजिए, आना, आने, bhejo, bheje, bhejen, bhejiye, bhejie, bhejna, bhejne, bheja karo,
      bhejte raho, bhejiyega, bhejo yaar, dena, dijiye, send karo, send kare, send kro, send karna, send kijiye, send mat, send, aana,
      ana, bhejne ki, behjo, bejo, bhjo, bhejna ji, bheja kare`,
    contact: `
      मैसेज करो, मैसेज करें, मैसेज कीजिए, मैसेज करना, संपर्क करो, संपर्क करें, संपर्क करना, परेशान करो, परेशान करें, परेशान कीजिए,
      तंग करो, तंग करें, तंग कीजिए, परेशान, तंग, डिस्टर्ब, डिस्टर्ब करो, डिस्टर्ब करें, संपर्क, कुछ भेजो, कुछ भी भेजो, pareshan karo,
      pareshan kare, pareshan, preshan, tang karo, tang kare, tang, disturb karo, disturb kare, disturb, message karo, message karna,
      msg karo, sampark karo, sampark kare, sampark, contact karo, contact kare, contact karna, spam karo, spam karna, स्पैम करो,
      स्पैम करना, kuch bhejo, kuch bhi bhejo, likho, whatsapp karo, msg karna, message kare, message karen, msg kare, msg kro,
      message kro`,
    want: `
      चाहता, चाहती, चाहते, चाहिए, चाहिये, इच्छुक, ज़रूरत, जरूरत, chahta, chahti, chahte, chahiye, chahie, chaiye, chahiyen, chahye,
      zaroorat, jarurat, zarurat, chahe, chaahiye, chiye, रुचि, दिलचस्पी, इंटरेस्ट, ruchi, dilchaspi`,
    receive: `
      प्राप्त करना, प्राप्त, पाना, लेना, लेने, मिलना, मिलने, रिसीव करना, रिसीव, पाने, prapt karna, prapt, pana, lena, lene, milna,
      milne, receive karna, receive, पढ़ना, padhna`,
    more: `
      और, कभी, कभी भी, दोबारा, दुबारा, फिर से, फिर, फिर कभी, आगे से, अब से, कुछ भी, aur, kabhi, kabhi bhi, dobara, dubara, phir se,
      fir se, phir kabhi, aage se, ab se, kuch bhi`,
    neg: 'मत, न, ना, mat, na, mt, naa',
    statement: 'नहीं, नही, नहिं, nahi, nahin, nhi, nai, nahee, nahii, nhin, ni',
    'statement+want': `
      नहीं चाहिए, नही चाहिए, नहीं चाहिये, ज़रूरत नहीं, जरूरत नहीं, की ज़रूरत नहीं, की जरूरत नहीं, nahi chahiye, nhi chahiye,
      nahin chahiye, nai chahiye, ni chahiye, zaroorat nahi, jarurat nahi, zarurat nahi, nahi chaiye, nhi chaiye, nahi mangta,
      nahi mangti, नहीं देखने, नहीं देखना, nahi dekhne, nahi dekhna, nhi dekhna, nahi lena, nahi lene, नहीं लेना, नहीं लेने`,
    enough: 'बस, बहुत हो गया, बहुत हुआ, बस अब, अब बस, bas, bahut ho gaya, bahut hua, no more, bohot ho gaya, bas ab, ab bas, kafi, काफी',
    bare: 'बंद, band, बन्द',
    uninterested: `
      रुचि नहीं, में रुचि नहीं, कोई रुचि नहीं, दिलचस्पी नहीं, में दिलचस्पी नहीं, कोई दिलचस्पी नहीं, इंटरेस्ट नहीं, में इंटरेस्ट नहीं,
      कोई इंटरेस्ट नहीं, इंटरेस्टेड नहीं, not interested, interest nahi, interested nahi, koi interest nahi, ruchi nahi,
      dilchaspi nahi, koi dilchaspi nahi, koi ruchi nahi, interest nhi, interested nhi, me interest nahi, mein interest nahi,
      interested nahi hu, interest nahin, पसंद नहीं, pasand nahi`,
    aside: `
      पहले भी कहा था, पहले भी बोला था, मैंने पहले भी कहा, पहले ही कह चुका हूं, पहले ही कहा था, कितनी बार बोला, कितनी बार कहा,
      कितनी बार बोलूं, तंग आ गया, तंग आ गया हूं, तंग आ गई हूं, तंग आ चुका हूं, तंग आ चुकी हूं, परेशान हो गया, परेशान हो गया हूं,
      परेशान हो गई हूं, परेशान हो चुका हूं, थक गया, थक गया हूं, बहुत ज़्यादा, बहुत ज्यादा, बहुत सारे, बहुत आते हैं, बहुत हो गए, हद है,
      हद हो गई, गलत नंबर, आखिरी बार, ये स्पैम है, यह स्पैम है, pehle bhi bola tha, pehle bhi kaha tha, kitni baar bolu,
      kitni baar bola, kitni bar bola, kitni baar kaha, tang aa gaya, tang aa gaya hu, tang aa gaya hoon, tang aa gayi hu,
      tang aa gayi hoon, pareshan ho gaya, pareshan ho gaya hu, pareshan ho gaya hoon, pareshan ho gayi hu, thak gaya, thak gaya hu,
      bahut zyada, bahut jyada, bahut saare, bahut aate hain, bahut ho gaye, had hai, had ho gayi, galat number, wrong number,
      ye spam hai, yeh spam hai, no thanks, nahi dhanyavad, nahi thanks, नहीं धन्यवाद, नहीं शुक्रिया, बहुत परेशान करते हो,
      bahut pareshan karte ho`,
    how: 'कैसे, कैसे करें, कैसे करूं, kaise, kaise kare, kaise karu, kaise karun',
    polite: `
      कृपया, कृपा, कृपा करके, प्लीज, प्लीज़, मेहरबानी करके, मेहरबानी, निवेदन है, अनुरोध है, क्या आप, सकते, सकते हैं, सकते हो, please,
      plz, pls, plzz, kripya, kripaya, kripa karke, kripya karke, meherbani karke, mehrbani, kya aap, sakte, sakte hain, sakte ho,
      plss, request hai, nivedan hai, रिक्वेस्ट है, विनती है`,
    subscribe: `
      सब्सक्राइब, सब्सक्राइब करें, सब्सक्राइब करो, सब्सक्राइब कर दो, सदस्यता लें, सदस्यता लेना, subscribe karo, subscribe kar do,
      subscribe kare, subscribe karna, subscribe kardo, सब्सक्राइब करना, subscribe kijiye, dobara subscribe, ऑप्ट इन`,
    begin: `
      शुरू, शुरू कीजिए, शुरू कर दो, शुरू कर दीजिए, शुरू कर दें, चालू, चालू कर दो, चालू कीजिए, चालू कर दीजिए, स्टार्ट करो,
      स्टार्ट कर दो, स्टार्ट करें, shuru, shuru kar do, shuru kijiye, shuru kar dijiye, shuru karen, chalu, chalu kare, chalu kar do,
      chalu kardo, start kar do, start kardo, start kare, shuru kardo, chalu kijiye, start kijiye, start kar dijiye, chaalu karo`,
    again: 'फिर से, फिर, दोबारा, दुबारा, वापस, phir se, fir se, phir, dobara, dubara, wapas, vapas, again, wapis',
    put: `
      जोड़ो, जोड़ें, जोड़ दो, जोड़ दें, जोड़ दीजिए, जोड़िए, ऐड करो, ऐड कर दो, डालो, डाल दो, डाल दीजिए, शामिल करें, शामिल करो,
      शामिल कर दो, शामिल कर लो, jodo, jod do, jod dijiye, add karo, add kar do, add kare, add kardo, add kijiye, daal do, dal do, dalo,
      daal dijiye, shamil karo, shamil kare, shamil kar do, add kr do, add kar dijiye`,
    subscription: 'सब्सक्रिप्शन, सदस्यता, subscription, sadasyata, मेरी सदस्यता, meri subscription',
    unclear: `
      बस, bas, finish, end, रद्द, रद्द करें, रद्द करो, कैंसल, कैंसिल, कैंसिल करो, कैंसल करो, कैंसिल कर दो, कैंसल कर दो, समाप्त,
      समाप्त करें, खत्म, खत्म करो, ख़त्म, cancel karo, cancel kar do, cancel kardo, cancel kare, cancel kro, cancel krdo, khatam,
      khatam karo`,
    and: 'इसलिए, isliye, क्योंकि, kyunki, तो, to, व, एवं, तथा',
    never: `
      बंद मत, बंद न, बंद ना, बंद है, band hai, band mat, band na, हटाओ मत, mat hatao, मत हटाओ, हो गए, हो गया, ho gaya, ho gaye, क्यों,
      kyu, kyun, kyon, गलती से, galti se, कब, kab, अगर, agar, रहे, rahe, rahi, raha, बंद कर दिए, बंद कर दिया, मिला, mila, nahi mila,
      band ho, बंद हो गए, बंद हो गया, आ रहे, मत रोको, मत रोकना, mat roko, mat rokna, yahan roko, yaha roko`,
    filler: `
      मैं, मेरे, मेरी, मेरा, हम, हमारे, हमारा, आप, आपके, आपका, आपकी, आपसे, अपने, अपनी, अपना, आपलोग, आप लोग, तुम, तुम्हारे, तुम्हारा,
      ये, यह, वो, वह, इन, इस, इसे, इसको, इनको, इन्हें, उन, ऐसे, ऐसा, ऐसी, इस तरह के, तरह, किसी, कोई, कोई भी, किसी भी, कुछ, सब, सभी,
      सारे, सारा, सब कुछ, हर, हर दिन, रोज़, रोज, रोज रोज, रोज़ रोज़, बार बार, दिन भर, लगातार, का, के, की, को, से, में, पर, लिए, के लिए,
      द्वारा, तक, वाले, वाला, वाली, वालो, भी, ही, अब, अभी, तुरंत, जल्दी, फौरन, आज से, अब तो, इसी वक्त, या, है, हैं, हूं, हूँ, हो, था,
      करो, करें, करना, करने, कीजिए, कर दो, कर दें, कर, कर दीजिए, करिए, किया, जाए, जाएं, दे, व्हाट्सएप, व्हाट्सऐप, वाट्सएप, फोन, मोबाइल,
      नंबर, नम्बर, कंपनी, दुकान, तरफ, ओर, नमस्ते, नमस्कार, हैलो, हेलो, हाय, धन्यवाद, शुक्रिया, थैंक यू, थैंक्स, ठीक है, सर, मैडम, जी,
      भाई, भैया, यार, दोस्त, दीदी, अरे, ओके, सुनो, सुनिए, माफ कीजिए, बहुत बहुत, प्रणाम, राम राम, फालतू, बेकार, गंदे, सिर्फ, बिल्कुल,
      हमेशा के लिए, पूरी तरह, आदि, सुप्रभात, शुभ रात्रि, महोदय, उद्देश्य, देखना, देखने, मेहरबान, main, mai, mein, me, mere, meri, mera,
      hum, hamare, aap, ap, aapke, apke, aapka, aapki, aapse, apne, apni, apna, aap log, aaplog, tum, tumhare, ye, yeh, yah, wo, woh,
      in, is, ise, isko, inko, inhe, aise, aisa, is tarah ke, kisi, koi, koi bhi, kisi bhi, kuch, sab, sabhi, saare, sare, sara, har,
      har din, roz, roj, roz roz, roj roj, daily, bar bar, baar baar, din bhar, ka, ke, ki, ko, se, par, pe, pr, liye, ke liye, tak,
      wale, wala, wali, vale, vala, bhi, hi, ab, abhi, turant, jaldi, aaj se, ya, hai, hain, hu, hun, hoon, ho, karo, kare, karen,
      karna, karne, kijiye, kar do, kar, kardo, kro, krdo, kar dijiye, kariye, kijie, krna, jaye, de, whatsapp, whatsapp par,
      whatsapp pe, phone, mobile, number, company, shop, dukan, taraf, namaste, namaskar, hello, dhanyavad, dhanyawad, shukriya,
      thanks, thik hai, theek hai, sir, madam, ji, bhai, bhaiya, yaar, yar, dost, didi, are, arre, arey, boss, suno, suniye, faltu,
      faaltu, bekar, bakwas, sirf, bilkul, hamesha ke liye, fir, bro, maaf kijiye, thanku, dekhna, dekhne, रहना, rehna`,
    'bare+begin': 'शुरू करो, शुरू करें, shuru karo, shuru kare, चालू करो, चालू करें, chalu karo, स्टार्ट, start karo',
    'neg+act': `
      मत करो, मत करें, मत कीजिए, मत करिए, मत करना, न करें, न करो, ना करें, ना करो, न कीजिए, mat karo, mat kare, mat karen, mat kijiye,
      mat kariye, mat karna, na kare, na karo, mat kro, mt kro, mt karo, na karen`,
  },
};
