/** `npm run bench`: speed beside this machine's own matrix peak, and memory; `npm run bench concepts` runs one part. */

/** Each prints its figures when it is loaded. */
const parts: Readonly<Record<string, () => Promise<unknown>>> = {
  attribution: () => import('./attribution.ts'),
  concepts: () => import('./concepts.ts'),
  heads: () => import('./heads.ts'),
  studies: () => import('./studies.ts')
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}
for (const [name, load] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n# ${name}\n`)
  await load()
}

// Without it this file is no module, and cannot wait at its top level.
export {}
