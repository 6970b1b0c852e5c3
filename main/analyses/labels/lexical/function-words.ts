/** English words of closed classes: what they do in a sentence rather than what they mean. */
const classes = {
  determiner:
    'the a an this that these those each every either neither some any no all both another such ' +
    'what which whose my your his her its our their much many more most few fewer less least several enough half other own same',
  pronoun:
    'i you he she it we they me him her us them mine yours hers ours theirs myself yourself himself ' +
    'herself itself ourselves yourselves themselves oneself who whom whoever someone somebody something anyone ' +
    'anybody anything everyone everybody everything nobody nothing none one ones whatever whichever whomever thou thee ye thy',
  preposition:
    'of in to for with on at from by about as into through after over between out against during ' +
    'without before under around among above below behind beside besides beneath beyond across along toward towards ' +
    'upon within onto off up down near inside outside past since until till amid amidst amongst underneath throughout ' +
    'via per despite except concerning regarding unto atop alongside versus aboard opposite than like unlike',
  conjunction:
    'and or but nor yet so because although though while whereas if unless when whenever where wherever ' +
    'once until lest whether that provided supposing albeit whilst',
  auxiliary:
    "am is are was were be been being have has had having do does did doing done ain't isn't aren't " +
    "wasn't weren't haven't hasn't hadn't don't doesn't didn't isnt arent wasnt werent dont doesnt didnt havent hasnt hadnt " +
    'isn aren wasn weren doesn didn hasn hadn',
  modal:
    "can could may might must shall should will would ought need dare cannot can't couldn't mayn't mightn't " +
    "mustn't shan't shouldn't won't wouldn't needn't cant couldnt mustnt shouldnt wont wouldnt gonna gotta wanna used",
  connective:
    'however therefore moreover furthermore nevertheless nonetheless consequently meanwhile otherwise ' +
    'hence thus besides instead accordingly additionally alternatively conversely likewise similarly subsequently ' +
    'finally firstly secondly thirdly lastly notwithstanding regardless contrarily indeed namely specifically ' +
    'overall ultimately altogether whereby thereby thereafter afterwards afterward eventually rather still despite ' +
    'although though whereas unlike albeit while whilst yet nor thereupon henceforth incidentally importantly',
  question:
    'who what when where why how which whose whom whether wherever whenever whichever whoever whatever however',
  adverb:
    'very too quite rather almost just only even also still already always never often sometimes usually ' +
    'rarely seldom ever here there now then again soon later perhaps maybe not really so well away back together ' +
    'once twice yesterday today tomorrow hardly barely merely nearly nowhere somewhere everywhere anywhere somehow ' +
    'anyway forever frequently occasionally constantly somewhat fairly pretty extremely'
} as const

export type FunctionClass = keyof typeof classes

export const functionClasses = Object.keys(classes) as readonly FunctionClass[]

const members: ReadonlyMap<FunctionClass, ReadonlySet<string>> = new Map(
  functionClasses.map((name) => [name, new Set(classes[name].split(' '))])
)

/** The first class that has the word; null for content words. */
export function englishClass(lower: string): FunctionClass | null {
  return functionClasses.find((name) => isOfClass(lower, name)) ?? null
}

/** A word can be of several classes. */
export function isOfClass(lower: string, name: FunctionClass): boolean {
  return members.get(name)?.has(lower.replace('’', "'")) === true
}
