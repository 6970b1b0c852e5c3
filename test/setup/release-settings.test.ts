import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const settings = readFileSync(join(root, 'electron-builder.yml'), 'utf8')

describe('the release configuration', () => {
  it('sets every fuse', () => {
    const fuses = Object.fromEntries(
      [
        ...(/electronFuses:\n((?: {2}.*\n)+)/.exec(settings)?.[1] ?? '').matchAll(/(\w+): (\w+)/g)
      ].map(([, name, value]) => [name, value])
    )
    expect(fuses).toEqual({
      runAsNode: 'false',
      enableCookieEncryption: 'true',
      enableNodeOptionsEnvironmentVariable: 'false',
      enableNodeCliInspectArguments: 'false',
      enableEmbeddedAsarIntegrityValidation: 'true',
      onlyLoadAppFromAsar: 'true',
      grantFileProtocolExtraPrivileges: 'false'
    })
  })

  it('pins one Electron, exactly, not older than the floor', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version?: string; devDependencies?: Record<string, string> }>
    }
    const wanted = lock.packages['']?.devDependencies?.['electron']
    expect(wanted).toMatch(/^\d+\.\d+\.\d+$/)
    expect(lock.packages['node_modules/electron']?.version).toBe(wanted)
    expect(Number.parseInt(wanted ?? '', 10)).toBeGreaterThanOrEqual(42)
  })

  it('names a package for each system', () => {
    for (const target of ['tar.gz', 'deb', 'AppImage', 'dmg', 'zip', 'nsis']) {
      expect(settings).toContain(`    - ${target}\n`)
    }
  })
})
