/**
 * Affixes of English and of other languages: grammar's knowledge, beside what the words themselves show.
 * A prefix ends with a dash, a suffix starts with one.
 */
const lines: Readonly<Record<string, string>> = {
  en:
    'un- re- pre- dis- mis- over- under- sub- super- inter- trans- anti- auto- bio- geo- hydro- micro- macro- ' +
    'mono- multi- neuro- photo- poly- post- pro- semi- tele- thermo- tri- uni- co- con- com- counter- de- en- em- ex- ' +
    'extra- fore- hyper- hypo- il- im- in- ir- non- out- para- per- bi- be- up- down- mid- self- cyber- nano- psycho- ' +
    'cardio- electro- circum- contra- mal- retro- ultra- astro- chrono- eco- homo- hetero- mega- meta- omni- pseudo- ' +
    'proto- quad- socio- techno- vice- ' +
    '-s -es -ed -ing -er -est -ly -ness -ment -tion -sion -ation -ion -ity -able -ible -al -ial -ful -less -ous -ious -ive -ative ' +
    '-ist -ism -ize -ise -ized -izing -ized -ify -ified -ic -ical -ically -ance -ence -ant -ent -or -hood -ship -dom -ward -wards -wise ' +
    '-ish -en -like -ette -ology -logy -ologist -graphy -graph -phobia -cide -itis -ectomy -cracy -archy -gram -meter -scope -phile ' +
    "-some -fold -most -worthy -proof -land -man -woman -men -ville -ton -berg -ary -ory -cy -y -'s -n't -'t -'ll -'re -'ve -'d -nt -age -ery -ure -ling -ess -eer -ee -ate",
  de:
    'ge- ver- be- ent- er- zer- auf- aus- an- ab- un- ein- vor- mit- nach- zu- über- unter- um- hin- her- ' +
    '-ung -ungen -heit -keit -lich -isch -en -chen -schaft -ig -er -te -ten -est -bar -los -ismus -ieren -tät -ion -lein -in -innen -end -t',
  fr:
    're- dé- in- pré- mé- en- -er -ment -tion -sion -eur -euse -ait -aient -ions -ez -ons -eux -té -ité -ique -able -ent -é -ée -és -ais ' +
    '-era -eront -ir -issait -age -aire -iste -isme -ance -ence -el -elle -ette -ant -iez',
  es:
    'des- re- in- pre- sobre- -ar -er -ir -ando -iendo -ado -ido -aron -ieron -ción -sión -ciones -mente -dad -idad -ito -ita -ero -era -aba -aban ' +
    '-oso -osa -ador -adora -miento -ista -ismo -amos -emos -imos -aré -ará -aría -ía -illo -able -ible -anza -eza -os -as -es -ó',
  it:
    's- ri- in- dis- pre- -are -ere -ire -mente -zione -zioni -ando -endo -ato -ata -uto -ito -ità -ista -issimo -issima -oso -osa -amo -iamo -ano -ono ' +
    '-ava -avano -erà -tore -trice -ezza -ino -ina -one -accio -etto -mento -abile -aio',
  pt:
    'des- re- in- pre- -ar -er -ir -ção -ções -são -mente -ando -endo -indo -ado -ido -dade -inho -inha -aram -eram -iram -eiro -eira -oso -osa -ava -avam ' +
    '-mento -ista -ismo -ável -ível -ança -agem -amos -emos -ão -ões -eza -ou',
  nl: 'ge- ver- be- ont- her- op- af- aan- uit- -en -de -te -heid -lijk -ing -ingen -tje -je -baar -isch -schap -loos -er -ster -teit -eren',
  id: 'me- mem- men- meng- meny- ber- ter- pe- pem- pen- peng- di- ke- se- per- -kan -an -nya -i -lah -kah -isme -asi',
  tl: 'mag- nag- pag- ka- ma- na- pa- maka- ipag- -in -an -ng -hin',
  sw: 'wa- ki- vi- ku- ni- u- m- a- tu- ma- mi- ana- ali- ata- -isha -ana -wa -ia',
  tr: '-lar -ler -lik -lık -luk -lük -mek -mak -dı -di -du -dü -yor -iyor -ıyor -cı -ci -siz -sız -li -lı -da -de -dan -den -acak -ecek -mış -miş',
  sv: 'för- be- o- ut- in- -het -ning -ande -lig -orna -arna -erna -en -et -ar -or -er -ade -are -skap -isk -else',
  da: 'for- be- u- ud- ind- -hed -ning -ende -lig -erne -ene -en -et -er -ede -ere -skab -isk -else',
  no: 'for- be- u- ut- inn- -het -ning -ende -lig -ene -en -et -er -ede -ere -skap -isk -else -te',
  fi: '-ssa -ssä -lla -llä -sta -stä -lta -ltä -lle -minen -nen -inen -uus -yys -ja -jä -ksi -tta -ttä -vat -vät -mme -tte -aan -sti -ton',
  hu: 'meg- el- ki- be- fel- le- -ság -ség -ban -ben -nak -nek -val -vel -ból -ből -hoz -hez -ás -és -ni -ok -ek -ak -unk -ünk -talan -telen -os -es',
  pl: 'prze- przy- wy- za- po- do- nie- roz- od- na- -ość -ować -ski -ska -anie -enie -ać -ić -yć -ami -ach -owy -owa -nik -arz -ek -ka -em -ego -ych',
  cs: 'pře- při- vy- za- po- do- ne- roz- od- na- -ost -ovat -ský -ání -ení -at -it -ami -ách -ový -ová -ník -ář -ek -ka -em -ého -ých -ně',
  ro: 're- ne- -are -ere -ire -ează -ător -toare -itate -ește -ând -ind -ul -ului -ilor -ele -ii -esc -mente -ism -ist -at -ut -it',
  ca: 'des- re- -ció -ment -tat -ar -er -ir -ant -ent -at -ada -aren -ava -aven -es -os -isme',
  ru: 'пере- при- вы- за- по- до- не- раз- рас- от- на- под- про- об- с- у- -ость -ать -ить -еть -ение -ание -ский -ская -ться -ого -ему -ами -ях -ный -ная -ное -ник -тель -ция -ует -ают -али -ила -ел -ал -ка -чик -щик -ство',
  uk: 'пере- при- ви- за- по- до- не- роз- від- на- під- про- -ість -ати -ити -ення -ання -ський -ська -тися -ого -ами -ний -на -ник -тель -ція -ує -ають -али',
  bg: 'пре- при- из- за- по- до- не- раз- от- на- под- -ост -ение -ане -ски -ите -ът -та -то -ния -ник -тел -ция -ва',
  vi: '',
  el: '-ος -ης -ας -ω -ει -ουν -ση -ικός -τητα -ισμός -μα -εις -ούμε',
  ar: 'ال- م- ت- ي- -ون -ين -ات -ية -ها -هم',
  he: 'ה- ב- ל- מ- -ים -ות -ית',
  fa: 'می- نمی- -ها -ان -ی',
  hi: '-ना -ता -ती -ते -ों -ें -ियां -कार -वाला',
  ja: 'お- -る -い -ます -ました -して -たい -ない -的 -さん',
  ko: '-다 -하다 -는 -을 -를 -이 -들 -에서 -습니다 -요'
}

const affixes: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(lines).map(([language, line]) => [language, new Set(line.split(' '))])
)

/** Forms of the same word: they say nothing of what the words mean. */
const inflections = new Set(['-s', '-es', '-ed', '-d', '-ing'])

/** @param affix  "re-" or "-ness" */
export function isKnownAffix(affix: string, language: string): boolean {
  return affixes.get(language)?.has(affix) === true
}

export function isInflection(affix: string): boolean {
  return inflections.has(affix)
}

/** What some English affixes do. */
const meanings: Readonly<Record<string, string>> = {
  '-ed': 'English past tense',
  '-ing': 'English participles',
  '-s': 'English plurals or third persons',
  '-ly': 'English adverbs',
  '-er': 'English comparatives or doers',
  '-est': 'English superlatives',
  '-ness': 'English qualities',
  '-tion': 'English nouns of action',
  '-ment': 'English nouns of action',
  '-less': 'English "without"',
  '-ful': 'English "full of"',
  '-able': 'English "can be"',
  'un-': 'English negations',
  'dis-': 'English negations',
  're-': 'English "again"'
}

/** "English past tense -ed", or just "English words with -ish". */
export function englishAffixName(affix: string): string {
  const meaning = meanings[affix]
  return meaning === undefined ? `English words with ${affix}` : `${meaning} ${affix}`
}
