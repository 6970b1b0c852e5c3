/**
 * Topics that the annotator can name: name, tasks, typical words. A topic is the mean direction of its
 * words' vectors, so it reaches words that are not written here. Common knowledge, written for this table.
 */
import type { Task } from '../../../../preload/analysis/concepts/labels.ts'

const rows: Readonly<Record<string, string>> = {
  // Nature
  'land mammals': 'lion tiger elephant wolf bear deer rabbit fox monkey giraffe zebra leopard',
  'pets and farm animals': 'dog cat puppy kitten horse cow pig sheep goat hen donkey hamster',
  birds: 'eagle hawk sparrow owl pigeon crow robin parrot goose swan penguin heron',
  'sea animals': 'salmon seal squid clam shark herring turtle plankton crab whale fish mackerel',
  'insects and small creatures':
    'ant beetle bee wasp butterfly moth spider mosquito fly worm snail',
  reptiles: 'snake lizard turtle crocodile frog toad alligator python gecko cobra salamander',
  'trees and plants': 'oak pine maple willow birch shrub leaf bark fern moss cedar vine',
  'flowers and gardening':
    'rose tulip daisy lily orchid garden bloom petal seed soil prune lavender',
  weather: 'rain snow storm thunder wind cloud fog humidity forecast sunny drizzle hurricane',
  landscape: 'hill lake valley river cliff coast ridge meadow forest mountain canyon island',
  'geology and minerals':
    'rock granite quartz mineral crystal basalt limestone ore sediment fossil',
  'gems and jewellery':
    'diamond ruby emerald sapphire necklace bracelet earrings pearl gold pendant',
  'the sea and ships': 'ship sail anchor harbor captain deck boat vessel sailor mast tide crew',
  astronomy: 'planet star galaxy comet orbit telescope moon nebula asteroid solar lunar supernova',
  spaceflight:
    'rocket astronaut launch shuttle spacecraft satellite nasa orbiter capsule cosmonaut',
  'environment and climate':
    'climate emissions pollution recycling renewable carbon warming ecosystem',
  'natural disasters':
    'earthquake flood tsunami hurricane drought landslide wildfire tornado eruption',
  // Science
  chemistry: 'acid molecule reaction compound solvent oxide ion nitrogen sodium catalyst chlorine',
  'chemical elements': 'hydrogen helium lithium carbon oxygen iron copper zinc silver lead uranium',
  physics: 'quantum particle electron photon energy momentum velocity gravity relativity neutron',
  'electricity and electronics': 'voltage circuit resistor capacitor transistor diode current wire',
  'cell biology and genetics':
    'cell protein gene dna enzyme chromosome membrane mutation rna bacteria',
  evolution: 'species evolution ancestor mammal primate extinct dinosaur fossil habitat predator',
  anatomy: 'heart lung liver kidney bone muscle skull spine artery stomach brain nerve',
  'the body': 'arm leg hand foot head knee elbow shoulder finger neck chest ankle',
  'the face': 'eye nose mouth ear cheek chin lip forehead eyebrow tooth tongue jaw',
  'illness and symptoms':
    'disease fever infection cough flu symptom virus pneumonia cancer diabetes',
  'medicine and hospitals':
    'doctor nurse hospital surgery patient clinic surgeon diagnosis therapy',
  pandemics:
    'pandemic covid coronavirus covid-19 quarantine lockdown vaccine epidemic outbreak virus infection mask',
  drugs:
    'aspirin antibiotic insulin drug dose tablet morphine ibuprofen pharmacy vaccine prescription',
  'mental health':
    'depression anxiety therapy psychiatrist disorder trauma schizophrenia autism stress',
  psychology:
    'cognition behavior perception memory personality subconscious motivation psychologist',
  philosophy:
    'ethics metaphysics kant plato epistemology reason existence philosopher moral ontology',
  'economics and finance':
    'inflation market stock bank investment interest bond economy credit debt',
  'banking and money': 'money cash loan mortgage deposit account savings payment dollar currency',
  currencies: 'dollar euro yen pound rupee peso franc yuan ruble krona currency',
  'business and management':
    'company manager marketing strategy ceo sales customer profit merger brand',
  'work and jobs':
    'employee salary job employer worker wage resume interview hiring career promotion',
  occupations:
    'carpenter plumber teacher lawyer baker electrician engineer barber accountant farmer',
  cryptocurrency:
    'bitcoin blockchain ethereum cryptocurrency crypto wallet token mining ledger coin altcoin litecoin dogecoin nft defi ' +
    'stablecoin coinbase binance solana satoshi hodl',
  // People and society
  family: 'mother father brother sister aunt uncle cousin grandmother son daughter nephew wife',
  'babies and childhood':
    'baby infant toddler diaper crib nursery child pregnancy newborn pacifier',
  'love and weddings': 'wedding bride groom marriage engagement honeymoon bridesmaid ceremony vows',
  clothing: 'shirt trousers dress jacket skirt sweater coat jeans shoes socks hat scarf',
  'fashion and fabrics': 'silk cotton wool linen leather fabric velvet denim lace fashion designer',
  'hair and cosmetics': 'hair makeup lipstick shampoo mascara perfume cosmetics nail skin salon',
  'food and cooking': 'cook recipe onion garlic sauce bake butter oven boil soup salt pepper',
  fruit: 'apple banana orange grape pear peach strawberry mango lemon cherry pineapple melon',
  vegetables: 'carrot potato cabbage broccoli spinach lettuce tomato celery onion cucumber pea',
  'desserts and baking':
    'cake cookie chocolate sugar pie cream pastry candy dessert muffin frosting',
  'herbs and spices': 'cinnamon ginger turmeric paprika basil thyme cumin saffron nutmeg parsley',
  drinks: 'coffee tea juice beer wine milk water soda whiskey cocktail lemonade vodka',
  'wine and spirits': 'wine beer whisky vineyard brewery vodka rum champagne ale bourbon cocktail',
  'restaurants and meals': 'restaurant waiter menu chef breakfast dinner lunch cafe dish dessert',
  'meat and fish': 'beef pork chicken lamb bacon steak sausage ham turkey veal meat',
  'house and furniture':
    'chair table sofa bed lamp shelf curtain cupboard drawer carpet desk mirror',
  'rooms and buildings': 'kitchen bedroom bathroom attic basement hallway garage roof porch floor',
  'kitchen tools': 'pan pot spoon fork knife bowl plate oven kettle stove spatula blender',
  'tools and building': 'hammer saw drill nail screwdriver wrench bolt pliers lumber ladder chisel',
  architecture: 'architect building facade column dome tower arch cathedral gothic construction',
  'cleaning and household':
    'soap broom mop laundry detergent vacuum bleach sponge bucket dishwasher',
  colours: 'red blue green yellow purple orange black white brown pink gray violet',
  'shapes and sizes': 'round square flat tall wide narrow thick oval curved long huge tiny',
  'time and dates':
    'hour minute day week month year morning evening yesterday tomorrow decade century',
  'months and days': 'january february march april august october monday tuesday friday sunday',
  holidays: 'christmas easter halloween thanksgiving holiday santa celebration festival carnival',
  'cities of the world':
    'london paris tokyo berlin madrid rome moscow chicago boston beijing sydney',
  countries: 'france germany japan brazil india canada mexico egypt italy spain china sweden',
  'the United States':
    'texas california ohio florida virginia georgia michigan oregon kansas arizona',
  'travel and hotels':
    'travel hotel tourist passport luggage flight vacation airport trip suitcase',
  'cars and driving': 'car engine brake tire driver clutch gear steering sedan truck garage toyota',
  'trains and transport':
    'train bus tram railway station subway track passenger metro rail platform',
  aircraft: 'airplane pilot aircraft wing jet runway cockpit flight boeing airline helicopter',
  'the military and war':
    'army soldier war battle troops infantry tank commander weapon missile navy',
  weapons: 'gun rifle pistol bullet sword dagger bomb grenade ammunition knife shotgun weapon',
  'crime and police':
    'murder police robbery theft criminal arrest detective suspect fraud kidnapping',
  'law and courts':
    'court judge lawyer trial verdict attorney jury lawsuit plaintiff statute appeal',
  'government and politics': 'government president election parliament minister senator vote party',
  'US politics': 'republican democrat senate congress obama clinton trump governor campaign ballot',
  'diplomacy and nations':
    'treaty embassy diplomat ambassador nations sanctions summit negotiations',
  'protest and rights': 'protest activist rights freedom equality racism justice feminist march',
  education: 'school teacher student university classroom exam homework professor college grade',
  religion: 'god church prayer faith priest bible worship holy sacred mosque temple soul',
  christianity: 'jesus christ church gospel bishop pope baptism apostle catholic sermon saint',
  islam: 'islam muslim quran mosque allah prophet imam ramadan hajj sharia mecca',
  'buddhism and hinduism':
    'buddha hindu monk karma dharma meditation temple vishnu shiva nirvana yoga',
  judaism: 'jewish rabbi torah synagogue israel kosher sabbath hebrew talmud passover',
  mythology: 'zeus odin apollo goddess myth hercules athena thor olympus myths poseidon',
  'fantasy and magic': 'wizard dragon magic elf sorcerer spell goblin witch vampire unicorn',
  'astrology and the occult': 'zodiac horoscope tarot astrology aries virgo libra occult psychic',
  'ancient history':
    'roman empire pharaoh ancient egypt greece dynasty emperor athens caesar temple',
  'kings and nobility': 'king queen prince princess duke throne royal crown castle monarch palace',
  'medieval times': 'knight castle medieval sword armor feudal peasant lord siege crusade',
  archaeology: 'archaeologist excavation artifact tomb ruins pottery ancient burial relic museum',
  // Culture and leisure
  football: 'football goal striker midfielder league defender penalty goalkeeper coach fifa soccer',
  'American football': 'quarterback touchdown nfl linebacker receiver yards fumble interception',
  basketball: 'basketball nba rebound dunk guard points lakers dribble playoffs forward',
  baseball: 'baseball pitcher inning catcher homer bat shortstop mlb outfielder strikeout',
  cricket: 'cricket wicket batsman bowler innings over spinner test umpire runs',
  tennis: 'tennis serve volley federer wimbledon backhand forehand court tiebreak racket',
  'ice hockey': 'hockey puck goalie nhl rink skate defenseman forward playoff stick',
  sports: 'athlete team coach championship medal tournament race match olympic player',
  'athletics and fitness':
    'gym workout muscle training exercise weights squat yoga marathon fitness',
  'combat sports': 'boxing wrestling karate judo punch knockout fighter ufc boxer wrestler',
  'winter and water sports': 'ski snowboard skating swimming surfing rowing diving sailing kayak',
  motorsport: 'racing nascar ferrari driver lap podium formula circuit pit qualifying',
  golf: 'golf putt birdie bogey par fairway tee caddie golfer tournament',
  music: 'music song melody rhythm chord singer album guitar concert band tune harmony',
  'musical instruments':
    'piano violin guitar flute drum trumpet cello clarinet saxophone harp organ',
  'music styles': 'jazz rock blues pop punk reggae metal hip-hop folk techno country soul',
  'pop stars': 'beyonce rihanna madonna britney eminem shakira adele gaga timberlake mariah',
  dance: 'dance ballet waltz tango salsa choreography dancer ballroom choreographer tap',
  painting:
    'painting artist canvas portrait sculpture brush watercolor gallery sketch museum mural',
  photography: 'camera photo lens photographer exposure shutter portrait flash zoom tripod',
  'film and television':
    'film movie actor director television episode hollywood sitcom series actress',
  'books and publishing': 'book author novel publisher bestseller paperback library edition reader',
  'comics and superheroes': 'batman superman spider-man comics marvel superhero villain x-men hulk',
  'anime and manga':
    'anime manga naruto otaku pokemon cosplay ghibli shonen shojo gundam dragonball evangelion totoro mangaka kawaii ' +
    'isekai mecha chibi seinen shinigami bleach senpai',
  'video games':
    'nintendo playstation xbox gamer console mario zelda sega multiplayer gameplay minecraft fortnite esports roblox ' +
    'speedrun twitch loot mmorpg rpg',
  'board and card games': 'chess poker dice checkers bishop pawn cards blackjack ace rook jack',
  'toys and play': 'toy doll puzzle lego swing puppet kite balloon teddy ball slide playground',
  'hobbies and crafts': 'knitting sewing crochet embroidery quilt yarn needle scrapbook pottery',
  'journalism and news':
    'newspaper journalist reporter editor headline news interview magazine press',
  'social media':
    'facebook twitter instagram youtube blog tweet hashtag influencer tiktok snapchat whatsapp selfie retweet linkedin ' +
    'reddit pinterest emoji livestream follower followers meme',
  'technology companies': 'google microsoft apple amazon intel ibm samsung nokia oracle yahoo',
  'phones and gadgets':
    'phone smartphone laptop tablet iphone android battery screen charger headphones',
  'computer hardware': 'processor motherboard gpu cpu ram keyboard monitor disk intel chip',
  farming: 'farm crop harvest wheat tractor farmer barn livestock corn irrigation plow',
  'industry and materials': 'steel plastic factory aluminum concrete rubber glass machinery copper',
  'oil and energy': 'oil gas coal petroleum nuclear energy reactor pipeline fuel electricity',
  shopping: 'shop store buy price discount customer mall sale retail supermarket cart',
  'given names': 'john mary michael sarah david james emily robert anna thomas laura peter',
  surnames: 'smith johnson williams brown jones miller davis wilson anderson taylor moore',
  'insults and slang': 'idiot stupid damn moron jerk crap fool hell loser dumb bastard',
  'sex and body': 'sex sexual erotic porn naked nude orgasm lust prostitute pornography',
  'smell and taste': 'sweet bitter sour salty spicy fragrant odor taste aroma flavor delicious',
  'camping and the outdoors':
    'camping tent hiking trail backpack campfire fishing hunting wilderness',
  'mail and delivery':
    'mail parcel postage stamp envelope courier delivery shipping package postal',
  'death and funerals':
    'funeral coffin burial cemetery grave mourning hearse cremation tomb widow corpse obituary',
  'horses and riding':
    'horse saddle stable jockey rider mare stallion gallop pony bridle hooves equestrian',
  'scientists and inventors':
    'einstein newton darwin galileo edison curie tesla copernicus kepler faraday pasteur',
  'narcotics and addiction':
    'cocaine heroin marijuana addiction cannabis overdose opium methamphetamine dealer addict',
  'celebrities and gossip':
    'celebrity gossip paparazzi tabloid hollywood starlet glamour fame scandal kardashian',
  'sleep and dreams':
    'sleep dream pillow insomnia nap bedtime snore awake nightmare drowsy mattress',
  'composers and classical music':
    'mozart beethoven bach chopin symphony sonata concerto brahms opera vivaldi',
  'painters and art':
    'picasso monet rembrandt impressionist cubism painting van gogh matisse sculpture',
  'writers and literature':
    'shakespeare dickens tolstoy austen hemingway novelist twain literary orwell novels',
  'property and housing':
    'apartment rent landlord tenant mortgage lease realtor housing condo property',
  'insurance and taxes':
    'insurance premium tax deductible policy audit refund coverage claim income',
  immigration:
    'immigrant visa border refugee asylum citizenship deportation migrant passport customs',
  'robots and artificial intelligence':
    'robot robotics android cyborg drone automation sensor autonomous ai',
  'science fiction':
    'alien spaceship starship jedi star wars trek galaxy robot time-travel cyborg darth',
  'diet and nutrition':
    'diet calories protein vitamin carbohydrates fat nutrition obesity fiber cholesterol',
  dogs: 'dog puppy terrier poodle labrador retriever beagle bulldog leash kennel bark canine',
  'teeth and dentists': 'dentist teeth tooth cavity gum dental molar braces enamel orthodontist',
  'fire and rescue':
    'fire firefighter flames rescue smoke blaze hydrant ambulance siren emergency evacuation',
  'theatre and circus':
    'circus clown acrobat juggler magician trapeze theater stage performer carnival',
  gambling: 'casino poker bet gambling jackpot roulette blackjack slot dealer wager lottery dice',
  'elections and voting':
    'election vote ballot candidate poll campaign voter precinct turnout referendum',
  'terrorism and extremism':
    'terrorist bomb attack extremist militant hostage jihad insurgent explosion suicide',
  'parts of a car or machine':
    'engine piston gear valve cylinder axle shaft crankshaft radiator bearing',
  sewing: 'sewing needle thread fabric stitch button seam zipper hem embroidery quilt',
  'bathroom and hygiene':
    'bathroom toilet shower soap shampoo toothbrush towel sink bathtub toothpaste',
  'office and stationery':
    'pen pencil paper notebook stapler eraser folder desk printer envelope clipboard',
  'the Nordic and Germanic world':
    'norway sweden denmark finland iceland viking oslo stockholm copenhagen fjord',
  'China and East Asia': 'china beijing shanghai hong kong taiwan korea japan tokyo seoul mao',
  'India and South Asia':
    'india delhi mumbai hindu pakistan karachi bollywood bangladesh lahore gandhi',
  'the Middle East': 'iraq iran syria israel baghdad saudi palestinian lebanon jordan tehran',
  Africa: 'africa nigeria kenya ghana zimbabwe uganda ethiopia somalia congo lagos nairobi',
  'Latin America': 'mexico brazil argentina colombia peru chile venezuela cuba bolivia ecuador',
  'people in charge': 'chairman director president executive manager chief secretary officer'
}

/** Words for composing prose: narrative, emotion, rhetoric, dialogue, letters. */
const writing: Readonly<Record<string, string>> = {
  emotions: 'anger joy sadness fear happiness grief sorrow jealousy despair delight guilt rage',
  'feelings of a person':
    'angry sad happy afraid jealous lonely anxious ashamed proud furious nervous',
  'ways of speaking': 'whispered muttered shouted replied exclaimed sighed murmured yelled asked',
  'facial expressions and gestures':
    'smiled frowned nodded grinned shrugged blinked stared glanced winced',
  'evocative description':
    'shimmering golden misty pale glowing moonlight shadows twilight gleaming',
  'suspense and horror':
    'eerie haunted sinister terror ghost scream dread creepy nightmare ominous',
  'romance and tenderness':
    'kiss tender embrace passion beloved heart caress longing desire sweetheart',
  'letters and greetings': 'dear sincerely regards thank hello greetings yours sir madam cordially',
  'poetry and verse': 'poem poet verse stanza rhyme sonnet haiku ode poetry ballad elegy lyric',
  'figures of speech':
    'metaphor simile irony alliteration allegory hyperbole personification imagery',
  storytelling: 'plot narrator protagonist chapter story character novel tale narrative fiction',
  'fairy tales':
    'princess fairy wolf witch kingdom prince enchanted giant tale dwarf castle magical',
  'stage and screenplay':
    'scene dialogue actor script monologue act stage playwright screenplay drama',
  'rhetoric and argument':
    'argument claim thesis persuade refute evidence rebuttal essay conclusion',
  'prose and editing':
    'paragraph sentence essay draft edit punctuation grammar revise proofread prose',
  praise: 'wonderful magnificent superb excellent brilliant marvelous splendid fantastic amazing',
  'character traits': 'brave kind honest stubborn generous arrogant loyal clever cruel selfish shy',
  'walking and moving of characters':
    'strode crept stumbled limped staggered wandered trudged tiptoed',
  'sound words':
    'bang crash buzz hiss thud splash whoosh creak rumble clatter sizzle thump rustle murmur',
  'old poetic words':
    'thou thee thy hath doth ere nay yonder alas betwixt hither whence shalt behold',
  'melancholy and longing':
    'longing lonely memories tears yearning farewell nostalgia heartache wistful forlorn aching solitude',
  'joy and hope':
    'hope dream joyful smile laughter cheerful bliss radiant delight gladness sunshine wonder',
  'anger and conflict':
    'furious outraged hatred rage bitter resentment hostile fury scorn contempt vengeance betrayal',
  'character types':
    'hero villain protagonist antagonist sidekick mentor heroine rogue outcast stranger narrator rival',
  'business letters and email':
    'sincerely regards attached enclosed recipient sender inquiry reply regarding kindly forward subject',
  'marketing copy':
    'exclusive ultimate discover unlock amazing guaranteed bestselling limited irresistible catchy slogan headline',
  'academic writing':
    'abstract thesis citation bibliography footnote hypothesis literature paragraph essay dissertation appendix',
  'blogs and articles':
    'blog article headline column editorial excerpt author reader feature essay opinion interview',
  'speeches and toasts':
    'speech toast applause audience eulogy oration ladies gentlemen orator podium address honored',
  'light and darkness':
    'glow shimmer sparkle darkness shadow gleam flicker glint dim radiant dazzling luminous',
  'silence and calm':
    'silence quiet calm serene hush tranquil peaceful still gentle soft stillness lull'
}

const math: Readonly<Record<string, string>> = {
  numbers: 'one two three four five six seven eight nine ten twenty hundred',
  'large numbers and ordinals': 'first second third fourth fifth sixth seventh eighth ninth tenth',
  algebra: 'equation polynomial variable quadratic algebra exponent coefficient linear matrix',
  'abstract algebra': 'homomorphism isomorphism bijective commutative subgroup topology manifold',
  calculus: 'derivative integral calculus differential infinity function convergence theorem',
  geometry: 'triangle circle polygon angle radius diameter square hexagon rectangle perimeter',
  trigonometry: 'sine cosine tangent arctan hypotenuse angle radians logarithm secant',
  statistics: 'mean median variance probability regression deviation correlation sample gaussian',
  arithmetic: 'addition subtraction multiplication division sum quotient fraction multiply divide',
  'linear algebra': 'matrix vector eigenvalue determinant tensor scalar orthogonal subspace',
  'logic and proof': 'theorem proof lemma axiom corollary conjecture proposition logic induction',
  'units of measurement':
    'meter kilogram inch mile gram liter foot centimeter ounce pound kilometer',
  quantities: 'percent total average ratio amount half quarter double dozen sum per less'
}

const coding: Readonly<Record<string, string>> = {
  programming: 'compiler variable array string pointer loop function syntax debug class integer',
  'software development':
    'software code developer debugging javascript python compiler library java',
  'web development': 'html css javascript browser server http url php ajax xml webpage api',
  databases: 'database sql query mysql table schema oracle index server postgresql relational',
  'operating systems and shells':
    'linux unix kernel shell windows bash directory command ubuntu file',
  'computer networks': 'router ethernet tcp ip protocol dns firewall packet server bandwidth lan',
  'machine learning':
    'classifier neural algorithm dataset training tensorflow clustering supervised',
  'data structures and algorithms':
    'algorithm recursive queue tree hash sorting binary graph stack node',
  'file formats': 'pdf jpeg xml zip mp3 gif png html csv mpeg txt avi',
  'cloud and deployment':
    'docker kubernetes aws azure nginx terraform jenkins deployment microservice serverless devops container cluster ' +
    'github git repository commit pipeline linux apache server',
  'web frameworks':
    'react angular vue jquery django flask rails nodejs webpack npm component typescript redux express laravel frontend backend',
  'computer security': 'encryption password malware hacker firewall virus authentication phishing'
}

const translation: Readonly<Record<string, string>> = {
  'names of languages':
    'english french spanish german italian portuguese arabic chinese russian hindi',
  translation: 'translate translation interpreter bilingual language dialect fluent multilingual'
}

export interface TopicRow {
  readonly name: string
  readonly tasks: readonly Task[]
  readonly words: readonly string[]
}

const table = (tasks: readonly Task[], lines: Readonly<Record<string, string>>): TopicRow[] =>
  Object.entries(lines).map(([name, words]) => ({ name, tasks, words: words.split(' ') }))

export const topicRows: readonly TopicRow[] = [
  ...table([], rows),
  ...table(['writing'], writing),
  ...table(['math'], math),
  ...table(['coding'], coding),
  ...table(['translation'], translation)
]
