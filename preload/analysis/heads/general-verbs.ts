/**
 * The most frequent English verbs outside the instruction verbs, most frequent first (method.md section 3).
 * Made by test/setup/build-verbs.ts from WordNet 3.1, © Princeton University; see resources/verbs/README.md.
 */
const verbs =
  'be see do know come get take seem use go think become feel begin look want show leave try ' +
  'hear hold keep provide stand start include move put appear mean run turn call bring expect ' +
  'play live believe consider let reach receive continue serve remain add grow meet lead pay ' +
  'happen lie walk indicate sit ask remember wait require speak watch determine read pass ' +
  'lose stop fight carry produce cause return learn understand offer send talk contain allow ' +
  'die enter build spend obtain decide reduce raise drive cover establish stay represent seek ' +
  'fall wear win involve accept prove rise choose express join suggest fail apply recognize ' +
  'draw exist kill buy maintain assume drop occur prevent remove wonder achieve wish hit ' +
  'listen throw shoot sell break fill realize permit agree catch enjoy announce forget attend ' +
  'deal observe ride teach cut discover sing stare care discuss bear prepare treat mention ' +
  'suppose reflect operate shake conduct measure save compare eat improve strike visit admit ' +
  'imagine push deny hang contribute destroy swing extend finish declare pull refuse suffer ' +
  'encourage file avoid perform guess handle insist laugh refer regard tend affect settle ' +
  'touch gain notice shout fly mark miss replace select vary eliminate cross employ spread ' +
  'arise lift publish recall threaten collect emerge arrive nod propose roll argue introduce ' +
  'reveal hate worry beat deliver inform travel proceed urge assure derive press adopt ' +
  'confront marry assign burn engage possess define enable protect bend conclude accomplish ' +
  'bother intend match count illustrate oppose paint respond stretch acquire climb disappear ' +
  'ignore manage preserve succeed combine defend divide escape hurry prefer examine promote ' +
  'afford flee reject relate submit sweep fix gather locate compute construct devote display ' +
  'perceive remind slide approve earn hide hire jump lean mount toss adjust burst conceive ' +
  'crawl drag exceed sponsor survive accompany authorize constitute grab imply'

export const generalVerbs: readonly string[] = verbs.split(' ')
