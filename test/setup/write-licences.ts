/** Writes out/licences.txt: the licence of every package that is bundled or shipped. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** Bundled into the window; to npm they are tools of the build. */
const bundled = [
  '@lucide/svelte',
  '@tanstack/virtual-core',
  'bits-ui',
  'd3-scale-chromatic',
  'echarts',
  'svelte'
]

const root = join(import.meta.dirname, '../..')
const own = readManifest(root)
const found = new Map<string, string>()
for (const name of [...Object.keys(own.dependencies ?? {}), ...bundled]) collect(name, root)

const out = join(root, 'out')
mkdirSync(out, { recursive: true })
const sections = [...found].sort(([a], [b]) => a.localeCompare(b)).map(([, text]) => text)
writeFileSync(join(out, 'licences.txt'), sections.join(`\n${'-'.repeat(78)}\n\n`))
console.log(`licences of ${found.size} packages`)

/** A package and all that it needs; `from` is the folder whose node_modules are looked at first. */
function collect(name: string, from: string): void {
  const folder = [join(from, 'node_modules', name), join(root, 'node_modules', name)].find(
    (candidate) => existsSync(join(candidate, 'package.json'))
  )
  if (folder === undefined) return
  const manifest = readManifest(folder)
  const key = `${manifest.name}@${manifest.version}`
  if (found.has(key)) return
  found.set(key, `${key}\n${manifest.license ?? 'no licence named'}\n\n${licenceText(folder)}`)
  for (const needed of Object.keys(manifest.dependencies ?? {})) collect(needed, folder)
}

function readManifest(folder: string): Manifest {
  // Installed by npm, which has read it before.
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function licenceText(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|notice|copying)/i.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
}
