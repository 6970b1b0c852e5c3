/** Loads word vectors in a process of its own: `load-child.ts FILE CACHE|- WORD…`. Prints what it found and took. */
import { loadSimilarity } from '../../../../main/analyses/similarity/load-similarity.ts'

// A write beyond `ulimit -f` fails with EFBIG instead of ending the process.
process.on('SIGXFSZ', () => undefined)

const [path = '', cacheFolder = '-', ...words] = process.argv.slice(2)
const problems: string[] = []
const startKb = process.resourceUsage().maxRSS
const { summary } = await loadSimilarity(
  path,
  { name: 'words', words, isUsable: new Uint8Array(words.length).fill(1) },
  {
    cacheFolder: cacheFolder === '-' ? null : cacheFolder,
    onCacheProblem: (problem) => problems.push(problem)
  }
)
const peakBytes = 1_024 * (process.resourceUsage().maxRSS - startKb)
console.log(JSON.stringify({ nFound: summary.nFound, problems, peakBytes }))
